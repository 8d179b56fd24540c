CREATE TABLE "actions" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"name" text,
	"description" text DEFAULT '' NOT NULL,
	"steps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"tags" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"post_to_slack" boolean DEFAULT false NOT NULL,
	"slack_message_format" text DEFAULT '' NOT NULL,
	"pinned_at" timestamp with time zone,
	"deleted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cohort_calculations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" integer NOT NULL,
	"cohort_id" integer NOT NULL,
	"version" integer NOT NULL,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	"count" integer,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "cohorts" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"filters" jsonb,
	"query" jsonb,
	"is_static" boolean DEFAULT false NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"is_calculating" boolean DEFAULT false NOT NULL,
	"version" integer,
	"pending_version" integer DEFAULT 0 NOT NULL,
	"count" integer,
	"last_calculation" timestamp(6) with time zone,
	"errors_calculating" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer
);
--> statement-breakpoint
CREATE TABLE "mirror_queue" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mirror_queue_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "query_results" (
	"team_id" integer NOT NULL,
	"cache_key" text NOT NULL,
	"answer" text NOT NULL,
	"computed_at" timestamp(6) with time zone NOT NULL,
	CONSTRAINT "query_results_team_id_cache_key_pk" PRIMARY KEY("team_id","cache_key")
);
--> statement-breakpoint
CREATE TABLE "query_runs" (
	"team_id" integer NOT NULL,
	"id" text NOT NULL,
	"cache_key" text NOT NULL,
	"query" jsonb NOT NULL,
	"created_by" integer,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"renewed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	"answer" text,
	"error" jsonb,
	CONSTRAINT "query_runs_team_id_id_pk" PRIMARY KEY("team_id","id")
);
--> statement-breakpoint
CREATE INDEX "actions_team" ON "actions" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "cohort_calculations_newest" ON "cohort_calculations" USING btree ("cohort_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "cohorts_team" ON "cohorts" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "query_results_oldest" ON "query_results" USING btree ("computed_at");--> statement-breakpoint
CREATE INDEX "query_runs_oldest" ON "query_runs" USING btree ("started_at");
--> statement-breakpoint
-- Whatever changes persons or groups is noted here, whoever does it, and copied to ClickHouse by the worker.
CREATE SEQUENCE "mirror_versions";
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO mirror_queue (team_id, kind, key)
      SELECT n.team_id, 'person', n.uuid::text FROM new_rows n JOIN old_rows o ON o.id = n.id
      WHERE n.version <> o.version OR n.created_at <> o.created_at OR n.is_identified <> o.is_identified;
  ELSE
    INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'person', uuid::text FROM changed_rows;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON persons REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_persons();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON persons REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_persons();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON persons REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_persons();
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_distinct_ids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO mirror_queue (team_id, kind, key)
      SELECT p.team_id, 'person', p.uuid::text FROM persons p WHERE p.id IN
        (SELECT n.person_id FROM new_rows n JOIN old_rows o USING (team_id, distinct_id) WHERE n.person_id <> o.person_id
         UNION SELECT o.person_id FROM new_rows n JOIN old_rows o USING (team_id, distinct_id) WHERE n.person_id <> o.person_id);
  ELSE
    INSERT INTO mirror_queue (team_id, kind, key)
      SELECT p.team_id, 'person', p.uuid::text FROM persons p WHERE p.id IN (SELECT person_id FROM changed_rows);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON person_distinct_ids REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_distinct_ids();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON person_distinct_ids REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_distinct_ids();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON person_distinct_ids REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_distinct_ids();
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_groups() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'group', type_index || ':' || key FROM changed_rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON groups REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_groups();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON groups REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_groups();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON groups REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_groups();
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_recordings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key) SELECT DISTINCT team_id, 'recording', session_id FROM changed_rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON recording_chunks REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recordings();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON recording_chunks REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_recordings();
--> statement-breakpoint
INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'person', uuid::text FROM persons
  UNION ALL SELECT team_id, 'group', type_index || ':' || key FROM groups
  UNION ALL SELECT DISTINCT team_id, 'recording', session_id FROM recording_chunks;
