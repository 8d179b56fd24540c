-- Search by part of an address. The extension belongs to PostgreSQL's own contrib package and needs no superuser.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- Text as a time, or NULL: one value that is no time must not fail the whole question.
CREATE OR REPLACE FUNCTION hedgerow_try_time(value text, zone text) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF value ~ '^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$' THEN
    RETURN value::timestamp AT TIME ZONE zone;
  ELSIF value ~ '^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)$' THEN
    RETURN value::timestamptz;
  ELSIF value ~ '^\d{9,10}(\.\d+)?$' THEN
    RETURN to_timestamp(value::double precision);
  ELSIF value ~ '^\d{12,13}(\.\d+)?$' THEN
    RETURN to_timestamp(value::double precision / 1000);
  END IF;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A version as numbers that compare part by part, or NULL: `v1.2-rc.1` is {1,2,0}.
CREATE OR REPLACE FUNCTION hedgerow_version(value text) RETURNS numeric[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN m IS NULL THEN NULL
    ELSE ARRAY[m[1]::numeric, coalesce(m[3], '0')::numeric, coalesce(m[5], '0')::numeric] END
  FROM (SELECT regexp_match(btrim(value), '^[vV=]?(\d{1,20})(\.(\d{1,20}))?(\.(\d{1,20}))?([-+].*)?$') AS m) matched
$$;
--> statement-breakpoint
CREATE TABLE "activity_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"team_id" integer,
	"user_id" integer,
	"activity" text NOT NULL,
	"scope" text NOT NULL,
	"item_id" text NOT NULL,
	"detail" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_person_overrides" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pending_person_overrides_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"distinct_id" text NOT NULL,
	"person_uuid" uuid NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "person_deletions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_deletions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"person_uuid" uuid NOT NULL,
	"kind" text NOT NULL,
	"distinct_ids" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"log_sequence" bigint NOT NULL,
	"until" timestamp(6) with time zone,
	"rows_total" bigint,
	"rows_deleted" bigint DEFAULT 0 NOT NULL,
	"verified_at" timestamp(6) with time zone
);
--> statement-breakpoint
DROP INDEX "persons_team_newest";--> statement-breakpoint
ALTER TABLE "personless_distinct_ids" ADD COLUMN "version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "ingested_version" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "persons" ADD COLUMN "email" text GENERATED ALWAYS AS (lower(left(properties->>'email', 1000))) STORED;--> statement-breakpoint
CREATE INDEX "activity_log_team" ON "activity_log" USING btree ("team_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "activity_log_item" ON "activity_log" USING btree ("team_id","scope","item_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "activity_log_organization" ON "activity_log" USING btree ("organization_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "person_deletions_pending" ON "person_deletions" USING btree ("team_id","person_uuid","kind") WHERE verified_at IS NULL;--> statement-breakpoint
CREATE INDEX "person_deletions_newest" ON "person_deletions" USING btree ("team_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "persons_newest" ON "persons" USING btree ("team_id","created_at" DESC NULLS FIRST,"uuid");--> statement-breakpoint
CREATE INDEX "persons_email" ON "persons" USING gin ("email" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "recording_chunks_distinct_id" ON "recording_chunks" USING btree ("team_id","distinct_id");
--> statement-breakpoint
CREATE INDEX "persons_email_whole" ON "persons" USING hash ("email");
