DROP INDEX "recording_blocks_blob";--> statement-breakpoint
ALTER TABLE "recording_blocks" ADD COLUMN "first_line" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "recording_blocks" ADD COLUMN "line_count" integer;--> statement-breakpoint
CREATE INDEX "recording_blocks_blob" ON "recording_blocks" USING btree ("blob_key");