CREATE TABLE "recording_blocks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recording_blocks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"session_id" text NOT NULL,
	"blob_key" text NOT NULL,
	"bytes" integer NOT NULL,
	"first_timestamp" timestamp (3) with time zone NOT NULL,
	"last_timestamp" timestamp (3) with time zone NOT NULL,
	"array_window_id" text
);
--> statement-breakpoint
CREATE TABLE "recording_playlist_items" (
	"team_id" integer NOT NULL,
	"playlist_id" integer NOT NULL,
	"session_id" text NOT NULL,
	"added_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recording_playlist_items_playlist_id_session_id_pk" PRIMARY KEY("playlist_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "recording_playlists" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"short_id" text NOT NULL,
	"name" text,
	"derived_name" text,
	"description" text DEFAULT '' NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"type" text NOT NULL,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"last_modified_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"last_modified_by" integer
);
--> statement-breakpoint
CREATE TABLE "recording_views" (
	"team_id" integer NOT NULL,
	"session_id" text NOT NULL,
	"user_id" integer NOT NULL,
	"viewed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recording_views_team_id_session_id_user_id_pk" PRIMARY KEY("team_id","session_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "recordings" (
	"team_id" integer NOT NULL,
	"session_id" text NOT NULL,
	"distinct_id" text NOT NULL,
	"source" text NOT NULL,
	"library" text NOT NULL,
	"start_time" timestamp (3) with time zone NOT NULL,
	"end_time" timestamp (3) with time zone NOT NULL,
	"start_url" text,
	"start_url_at" timestamp (3) with time zone,
	"urls" text[] DEFAULT '{}' NOT NULL,
	"clicks" integer DEFAULT 0 NOT NULL,
	"keypresses" integer DEFAULT 0 NOT NULL,
	"mouse_activity" integer DEFAULT 0 NOT NULL,
	"console_logs" integer DEFAULT 0 NOT NULL,
	"console_warnings" integer DEFAULT 0 NOT NULL,
	"console_errors" integer DEFAULT 0 NOT NULL,
	"items" integer DEFAULT 0 NOT NULL,
	"total_bytes" bigint DEFAULT 0 NOT NULL,
	"active_ms" bigint DEFAULT 0 NOT NULL,
	"runs" "bytea" NOT NULL,
	"retention_days" integer NOT NULL,
	"expiry_time" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"packed_at" timestamp (3) with time zone,
	"deleted_at" timestamp with time zone,
	"deleted_by" integer,
	CONSTRAINT "recordings_team_id_session_id_pk" PRIMARY KEY("team_id","session_id")
);
--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "session_recording_retention_period" SET DEFAULT '90d';--> statement-breakpoint
ALTER TABLE "recording_chunks" ADD COLUMN "idle" "bytea";--> statement-breakpoint
ALTER TABLE "recording_chunks" ADD COLUMN "console" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "recording_blocks_blob" ON "recording_blocks" USING btree ("blob_key");--> statement-breakpoint
CREATE INDEX "recording_blocks_session" ON "recording_blocks" USING btree ("team_id","session_id","first_timestamp");--> statement-breakpoint
CREATE INDEX "recording_playlist_items_session" ON "recording_playlist_items" USING btree ("team_id","session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "recording_playlists_short_id" ON "recording_playlists" USING btree ("team_id","short_id");--> statement-breakpoint
CREATE INDEX "recordings_expiry" ON "recordings" USING btree ("expiry_time");--> statement-breakpoint
CREATE INDEX "recordings_unpacked" ON "recordings" USING btree ("last_received_at") WHERE packed_at IS NULL AND deleted_at IS NULL;--> statement-breakpoint
-- Recordings of earlier versions: what their uploads say about them. A job computes the rest from the blobs.
INSERT INTO recording_blocks (team_id, session_id, blob_key, bytes, first_timestamp, last_timestamp, array_window_id)
  SELECT team_id, session_id, blob_key, bytes, first_timestamp, last_timestamp, window_id FROM recording_chunks ORDER BY id;
--> statement-breakpoint
INSERT INTO recordings (team_id, session_id, distinct_id, source, library, start_time, end_time, items, total_bytes, runs,
    retention_days, expiry_time, last_received_at)
  SELECT c.team_id, c.session_id, c.distinct_id, c.source, c.library, c.start_time, c.end_time, c.items, c.bytes, '',
    c.days, date_trunc('day', c.start_time + make_interval(days => c.days), 'UTC'), c.received_at
  FROM (SELECT c.team_id, c.session_id, (array_agg(c.distinct_id ORDER BY c.id))[1] AS distinct_id,
      (array_agg(c.source ORDER BY c.id))[1] AS source, (array_agg(c.library ORDER BY c.id))[1] AS library,
      min(c.first_timestamp) AS start_time, max(c.last_timestamp) AS end_time, sum(c.snapshots)::int AS items,
      sum(c.bytes)::bigint AS bytes, max(c.created_at) AS received_at,
      max(CASE t.session_recording_retention_period WHEN '90d' THEN 90 WHEN '1y' THEN 365 WHEN '5y' THEN 1825 ELSE 30 END) AS days
    FROM recording_chunks c JOIN teams t ON t.id = c.team_id GROUP BY c.team_id, c.session_id) c;
--> statement-breakpoint
DROP TRIGGER note_inserted ON recording_chunks;
--> statement-breakpoint
DROP TRIGGER note_deleted ON recording_chunks;
--> statement-breakpoint
-- Recordings, and what their pages wrote to the console, are copied to ClickHouse.
CREATE TRIGGER note_inserted AFTER INSERT ON recordings REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recordings();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON recordings REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recordings();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON recordings REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recordings();
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_recording_consoles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key)
    SELECT team_id, 'recording_console', id || ':' || session_id FROM changed_rows WHERE console IS NOT NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON recording_chunks REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recording_consoles();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON recording_chunks REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recording_consoles();
--> statement-breakpoint
INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'recording', session_id FROM recordings;
--> statement-breakpoint
ALTER TABLE "recording_chunks" DROP COLUMN "window_id";--> statement-breakpoint
ALTER TABLE "recording_chunks" DROP COLUMN "source";--> statement-breakpoint
ALTER TABLE "recording_chunks" DROP COLUMN "library";--> statement-breakpoint
ALTER TABLE "recording_chunks" DROP COLUMN "blob_key";--> statement-breakpoint
ALTER TABLE "recording_chunks" DROP COLUMN "bytes";--> statement-breakpoint
ALTER TABLE "recording_chunks" DROP COLUMN "snapshots";