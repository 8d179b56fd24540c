CREATE TABLE "exported_assets" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"created_by" integer,
	"scopes" text[],
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"export_format" text NOT NULL,
	"insight_id" integer,
	"dashboard_id" integer,
	"export_context" jsonb,
	"file_name" text NOT NULL,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"blob_key" text,
	"is_compressed" boolean DEFAULT false NOT NULL,
	"bytes" bigint,
	"exception" text,
	"rows_done" bigint,
	"rows_total" bigint,
	"finished_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE INDEX "exported_assets_creator" ON "exported_assets" USING btree ("team_id","created_by");--> statement-breakpoint
CREATE INDEX "exported_assets_expiry" ON "exported_assets" USING btree ("expires_at");