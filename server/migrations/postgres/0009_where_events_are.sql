DROP INDEX "dead_letters_once";--> statement-breakpoint
ALTER TABLE "ingestion_outbox" DROP CONSTRAINT "ingestion_outbox_pkey";--> statement-breakpoint
ALTER TABLE "dead_letters" ADD COLUMN "log" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "ingestion_outbox" ADD COLUMN "log" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "ingestion_outbox" ADD COLUMN "rows" integer;--> statement-breakpoint
ALTER TABLE "ingestion_outbox" ADD CONSTRAINT "ingestion_outbox_log_first_sequence_pk" PRIMARY KEY("log","first_sequence");--> statement-breakpoint
ALTER TABLE "heartbeats" ADD COLUMN "problem" text;--> statement-breakpoint
ALTER TABLE "heartbeats" ADD COLUMN "starts_in_vain" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letters_once" ON "dead_letters" USING btree ("log","sequence","position");
