-- Search by part of an address. The extension belongs to PostgreSQL's own contrib package and needs no superuser.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
-- Text as a time, or NULL: one value that is no time must not fail the whole question. The same forms as ClickHouse's
-- side reads: ISO 8601, local to the zone unless it has an offset; the form of mail and HTTP; seconds and milliseconds.
CREATE FUNCTION hedgerow_try_time(value text, zone text) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF value ~ '^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$' THEN
    RETURN value::timestamp AT TIME ZONE zone;
  ELSIF value ~ '^\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$'
    OR value ~ '^([A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}(:\d{2})?\s+(UTC|GMT|[+-]\d{4})$' THEN
    RETURN value::timestamptz;
  ELSIF value ~ '^\d{9,10}(\.\d+)?$' THEN
    RETURN to_timestamp(value::double precision);
  ELSIF value ~ '^\d{13}$' THEN
    RETURN to_timestamp(value::double precision / 1000);
  END IF;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A version as numbers that compare part by part, or NULL: `v1.2-rc.1` is {1,2,0}.
CREATE FUNCTION hedgerow_version(value text) RETURNS numeric[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN m IS NULL THEN NULL
    ELSE ARRAY[m[1]::numeric, coalesce(m[3], '0')::numeric, coalesce(m[5], '0')::numeric] END
  FROM (SELECT regexp_match(btrim(value), '^[vV=]?(\d{1,20})(\.(\d{1,20}))?(\.(\d{1,20}))?([-+].*)?$') AS m) matched
$$;
--> statement-breakpoint
-- Numbers the versions of the copies in ClickHouse.
CREATE SEQUENCE "mirror_versions";
--> statement-breakpoint
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
CREATE TABLE "annotations" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"organization_id" uuid NOT NULL,
	"content" text,
	"date_marker" timestamp(6) with time zone,
	"creation_type" text DEFAULT 'USR' NOT NULL,
	"scope" text DEFAULT 'dashboard_item' NOT NULL,
	"insight_id" integer,
	"dashboard_id" integer,
	"deleted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dashboard_tiles" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"dashboard_id" integer NOT NULL,
	"insight_id" integer,
	"text_body" text,
	"text_modified_at" timestamp(6) with time zone,
	"text_modified_by" integer,
	"layouts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"color" text,
	"deleted" boolean DEFAULT false NOT NULL,
	CONSTRAINT "dashboard_tiles_insight" UNIQUE("dashboard_id","insight_id")
);
--> statement-breakpoint
CREATE TABLE "dashboards" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"name" text,
	"description" text DEFAULT '' NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"creation_mode" text DEFAULT 'default' NOT NULL,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"variables" jsonb,
	"breakdown_colors" jsonb,
	"data_color_theme_id" integer,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"restriction_level" smallint DEFAULT 21 NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"last_accessed_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "insight_views" (
	"team_id" integer NOT NULL,
	"insight_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"last_viewed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "insight_views_insight_id_user_id_pk" PRIMARY KEY("insight_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "insights" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"short_id" text NOT NULL,
	"name" text,
	"derived_name" text,
	"description" text,
	"query" jsonb,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"order" integer,
	"saved" boolean DEFAULT false NOT NULL,
	"favorited" boolean DEFAULT false NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"deleted_with_dashboard" integer,
	"is_sample" boolean DEFAULT false NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"last_modified_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"last_modified_by" integer,
	CONSTRAINT "insights_short_id" UNIQUE("team_id","short_id")
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
CREATE TABLE "account_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"file_name" text NOT NULL,
	"state" text DEFAULT 'running' NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"updated" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"refusals" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"problem" text,
	"started_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"renewed_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	"created_by" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_notebooks" (
	"team_id" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"notebook_id" uuid NOT NULL,
	"linked_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_notebooks_pair" UNIQUE("account_id","notebook_id")
);
--> statement-breakpoint
CREATE TABLE "account_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"name" text NOT NULL,
	"visibility" text DEFAULT 'private' NOT NULL,
	"definition" jsonb NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"name" text NOT NULL,
	"external_id" text,
	"properties" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_external_id" UNIQUE("team_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "custom_property_definitions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"display_type" text NOT NULL,
	"is_big_number" boolean DEFAULT false NOT NULL,
	"options" jsonb,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "custom_property_definitions_name" UNIQUE("team_id","name")
);
--> statement-breakpoint
CREATE TABLE "custom_property_values" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"definition_id" uuid NOT NULL,
	"text_value" text,
	"number_value" double precision,
	"boolean_value" boolean,
	"time_value" timestamp(6) with time zone,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"superseded_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "customer_profile_configs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"scope" text NOT NULL,
	"content" jsonb NOT NULL,
	"sidebar" jsonb NOT NULL,
	"created_by" integer,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notebook_versions" (
	"team_id" integer NOT NULL,
	"notebook_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" text,
	"content" jsonb,
	"text_content" text,
	"modified_at" timestamp(6) with time zone NOT NULL,
	"modified_by" integer,
	CONSTRAINT "notebook_versions_notebook_id_version_pk" PRIMARY KEY("notebook_id","version")
);
--> statement-breakpoint
CREATE TABLE "notebooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"short_id" text NOT NULL,
	"title" text,
	"content" jsonb,
	"text_content" text,
	"version" integer DEFAULT 0 NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"visibility" text DEFAULT 'default' NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"last_modified_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"last_modified_by" integer,
	CONSTRAINT "notebooks_short_id" UNIQUE("team_id","short_id")
);
--> statement-breakpoint
CREATE TABLE "usage_metrics" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"group_type_index" smallint NOT NULL,
	"name" text NOT NULL,
	"format" text DEFAULT 'numeric' NOT NULL,
	"interval" integer DEFAULT 7 NOT NULL,
	"display" text DEFAULT 'number' NOT NULL,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"math" text DEFAULT 'count' NOT NULL,
	"math_property" text,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "usage_metrics_name" UNIQUE("team_id","group_type_index","name")
);
--> statement-breakpoint
CREATE TABLE "demo_generations" (
	"team_id" integer PRIMARY KEY NOT NULL,
	"seed" integer NOT NULL,
	"end" timestamp with time zone NOT NULL,
	"days" integer NOT NULL,
	"events_total" integer,
	"events_sent" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "dead_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer,
	"sequence" bigint NOT NULL,
	"position" integer NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"event" text,
	"distinct_id" text,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"log" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ingestion_counters" (
	"team_id" integer NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL,
	"events" bigint NOT NULL,
	CONSTRAINT "ingestion_counters_team_id_hour_outcome_pk" PRIMARY KEY("team_id","hour","outcome")
);
--> statement-breakpoint
CREATE TABLE "ingestion_outbox" (
	"first_sequence" bigint NOT NULL,
	"last_sequence" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"log" text DEFAULT '' NOT NULL,
	"rows" integer,
	CONSTRAINT "ingestion_outbox_log_first_sequence_pk" PRIMARY KEY("log","first_sequence")
);
--> statement-breakpoint
CREATE TABLE "ingestion_warnings" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ingestion_warnings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"type" text NOT NULL,
	"source" text NOT NULL,
	"details" jsonb NOT NULL,
	"timestamp" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mirror_queue" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mirror_queue_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recording_chunks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recording_chunks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"session_id" text NOT NULL,
	"window_id" text NOT NULL,
	"distinct_id" text NOT NULL,
	"uuid" text NOT NULL,
	"source" text NOT NULL,
	"library" text NOT NULL,
	"blob_key" text NOT NULL,
	"bytes" integer NOT NULL,
	"snapshots" integer NOT NULL,
	"first_timestamp" timestamp (3) with time zone NOT NULL,
	"last_timestamp" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_definitions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" integer NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone,
	"description" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"verified" boolean DEFAULT false NOT NULL,
	"verified_at" timestamp with time zone,
	"verified_by" integer,
	"hidden" boolean,
	"updated_at" timestamp with time zone,
	"updated_by" integer,
	CONSTRAINT "event_definitions_name" UNIQUE("team_id","name")
);
--> statement-breakpoint
CREATE TABLE "event_properties" (
	"team_id" integer NOT NULL,
	"event" text NOT NULL,
	"property" text NOT NULL,
	CONSTRAINT "event_properties_pair" UNIQUE("team_id","event","property")
);
--> statement-breakpoint
CREATE TABLE "property_definitions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" integer NOT NULL,
	"name" text NOT NULL,
	"kind" smallint NOT NULL,
	"group_type_index" smallint DEFAULT -1 NOT NULL,
	"is_numerical" boolean DEFAULT false NOT NULL,
	"property_type" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"verified" boolean DEFAULT false NOT NULL,
	"verified_at" timestamp with time zone,
	"verified_by" integer,
	"hidden" boolean,
	"updated_at" timestamp with time zone,
	"updated_by" integer,
	CONSTRAINT "property_definitions_name" UNIQUE("team_id","kind","name","group_type_index")
);
--> statement-breakpoint
CREATE TABLE "early_access_features" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" integer NOT NULL,
	"feature_flag_id" integer,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"stage" text DEFAULT 'draft' NOT NULL,
	"documentation_url" text DEFAULT '' NOT NULL,
	"payload" jsonb,
	"created_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feature_flag_hash_keys" (
	"team_id" integer NOT NULL,
	"person_id" bigint NOT NULL,
	"flag_key" text NOT NULL,
	"hash_key" text NOT NULL,
	CONSTRAINT "feature_flag_hash_keys_team_id_person_id_flag_key_pk" PRIMARY KEY("team_id","person_id","flag_key")
);
--> statement-breakpoint
CREATE TABLE "feature_flags" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"key" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"filters" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"ensure_experience_continuity" boolean DEFAULT false NOT NULL,
	"has_encrypted_payloads" boolean DEFAULT false NOT NULL,
	"evaluation_runtime" text DEFAULT 'all' NOT NULL,
	"bucketing_identifier" text DEFAULT 'distinct_id' NOT NULL,
	"is_remote_configuration" boolean DEFAULT false NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"created_by_id" integer,
	"last_modified_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_called_at" timestamp with time zone
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
	"created_by" integer,
	"is_stale" boolean DEFAULT false NOT NULL,
	"last_duration" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "merged_persons" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "merged_persons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"from_uuid" uuid NOT NULL,
	"to_uuid" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "group_types" (
	"team_id" integer NOT NULL,
	"type_index" smallint NOT NULL,
	"name" text NOT NULL,
	"name_singular" text,
	"name_plural" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_types_team_id_type_index_pk" PRIMARY KEY("team_id","type_index"),
	CONSTRAINT "group_types_team_id_name_unique" UNIQUE("team_id","name")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"team_id" integer NOT NULL,
	"type_index" smallint NOT NULL,
	"key" text NOT NULL,
	"properties" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "groups_team_id_type_index_key_pk" PRIMARY KEY("team_id","type_index","key")
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
CREATE TABLE "person_distinct_ids" (
	"team_id" integer NOT NULL,
	"distinct_id" text NOT NULL,
	"person_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "person_distinct_ids_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "person_distinct_ids_team_id_distinct_id_pk" PRIMARY KEY("team_id","distinct_id")
);
--> statement-breakpoint
CREATE TABLE "personless_distinct_ids" (
	"team_id" integer NOT NULL,
	"distinct_id" text NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "personless_distinct_ids_team_id_distinct_id_pk" PRIMARY KEY("team_id","distinct_id")
);
--> statement-breakpoint
CREATE TABLE "persons" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "persons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" integer NOT NULL,
	"uuid" uuid NOT NULL,
	"created_at" timestamp(6) with time zone NOT NULL,
	"properties" jsonb NOT NULL,
	"is_identified" boolean DEFAULT false NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp with time zone,
	"ingested_version" bigint DEFAULT 0 NOT NULL,
	"email" text GENERATED ALWAYS AS (lower(left(properties->>'email', 1000))) STORED
);
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
CREATE TABLE "heartbeats" (
	"role" text PRIMARY KEY NOT NULL,
	"pid" integer NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"problem" text,
	"starts_in_vain" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_controls" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" integer NOT NULL,
	"resource" text NOT NULL,
	"resource_id" text DEFAULT '' NOT NULL,
	"membership_id" uuid,
	"role_id" uuid,
	"access_level" text NOT NULL,
	"created_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "access_controls_rule" UNIQUE NULLS NOT DISTINCT("team_id","resource","resource_id","membership_id","role_id")
);
--> statement-breakpoint
CREATE TABLE "organization_invites" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"target_email" text NOT NULL,
	"first_name" text DEFAULT '' NOT NULL,
	"level" smallint DEFAULT 1 NOT NULL,
	"message" text,
	"private_project_access" jsonb,
	"emailing_attempt_made" boolean DEFAULT false NOT NULL,
	"created_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_memberships" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" integer NOT NULL,
	"level" smallint DEFAULT 1 NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"is_invited" boolean DEFAULT false NOT NULL,
	CONSTRAINT "organization_memberships_organization_id_user_id_unique" UNIQUE("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"logo_media_id" uuid,
	"is_member_join_email_enabled" boolean DEFAULT true NOT NULL,
	"enforce_2fa" boolean,
	"members_can_invite" boolean DEFAULT true,
	"members_can_create_projects" boolean DEFAULT false,
	"members_can_use_personal_api_keys" boolean DEFAULT true NOT NULL,
	"allow_publicly_shared_resources" boolean DEFAULT true NOT NULL,
	"is_ai_data_processing_approved" boolean,
	"default_experiment_stats_method" text DEFAULT 'bayesian',
	"default_anonymize_ips" boolean DEFAULT false NOT NULL,
	"default_role_id" uuid,
	"feature_flags_access_level" smallint DEFAULT 37 NOT NULL,
	"plugins_access_level" smallint DEFAULT 9 NOT NULL,
	"available_product_features" jsonb,
	"is_active" boolean,
	"is_not_active_reason" text,
	"is_pending_deletion" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "project_deletions" (
	"team_id" integer PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"deletes_organization" boolean DEFAULT false NOT NULL,
	"name" text NOT NULL,
	"requested_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"log_sequence" bigint,
	"rows_total" bigint,
	"rows_deleted" bigint DEFAULT 0 NOT NULL,
	"verified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "retired_tokens" (
	"token" text PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"log_sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "role_memberships" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"role_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "role_memberships_role_id_membership_id_unique" UNIQUE("role_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"feature_flags_access_level" smallint DEFAULT 37 NOT NULL,
	"created_by_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" serial PRIMARY KEY NOT NULL,
	"uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"api_token" text NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"ingested_event" boolean DEFAULT false NOT NULL,
	"anonymize_ips" boolean DEFAULT false NOT NULL,
	"cookieless_server_hash_mode" smallint DEFAULT 0 NOT NULL,
	"person_display_name_properties" jsonb,
	"autocapture_opt_out" boolean,
	"autocapture_exceptions_opt_in" boolean,
	"capture_dead_clicks" boolean DEFAULT false,
	"capture_performance_opt_in" boolean DEFAULT true,
	"autocapture_web_vitals_opt_in" boolean,
	"autocapture_web_vitals_allowed_metrics" jsonb,
	"heatmaps_opt_in" boolean,
	"surveys_opt_in" boolean,
	"session_recording_opt_in" boolean DEFAULT false NOT NULL,
	"capture_console_log_opt_in" boolean DEFAULT true,
	"session_recording_sample_rate" numeric(3, 2),
	"session_recording_minimum_duration_milliseconds" integer,
	"session_recording_linked_flag" jsonb,
	"session_recording_network_payload_capture_config" jsonb,
	"session_recording_masking_config" jsonb,
	"session_replay_config" jsonb,
	"recording_domains" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"secret_api_token_hash" text,
	"secret_api_token_mask" text,
	"secret_api_token_backup_hash" text,
	"secret_api_token_backup_mask" text,
	"week_start_day" smallint,
	"is_demo" boolean DEFAULT false NOT NULL,
	"is_pending_deletion" boolean DEFAULT false NOT NULL,
	"access_control" boolean DEFAULT false NOT NULL,
	"app_urls" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"slack_incoming_webhook" text,
	"completed_snippet_onboarding" boolean DEFAULT false NOT NULL,
	"has_completed_onboarding_for" jsonb,
	"onboarding_tasks" jsonb,
	"product_intents" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"test_account_filters" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"test_account_filters_default_checked" boolean,
	"path_cleaning_filters" jsonb DEFAULT '[]'::jsonb,
	"data_attributes" jsonb DEFAULT '["data-attr"]'::jsonb NOT NULL,
	"correlation_config" jsonb DEFAULT '{}'::jsonb,
	"primary_dashboard" integer,
	"live_events_columns" jsonb,
	"inject_web_apps" boolean,
	"extra_settings" jsonb,
	"modifiers" jsonb,
	"survey_config" jsonb,
	"human_friendly_comparison_periods" boolean DEFAULT false NOT NULL,
	"flags_persistence_default" boolean DEFAULT false NOT NULL,
	"base_currency" text DEFAULT 'USD' NOT NULL,
	"receive_org_level_activity_logs" boolean DEFAULT false NOT NULL,
	"default_data_theme" integer,
	"autocapture_exceptions_errors_to_ignore" jsonb,
	"session_recording_url_trigger_config" jsonb,
	"session_recording_url_blocklist_config" jsonb,
	"session_recording_event_trigger_config" jsonb,
	"session_recording_trigger_match_type_config" text,
	"session_recording_retention_period" text DEFAULT '30d' NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"customer_analytics_config" jsonb,
	"definitions_forgotten" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "teams_api_token_unique" UNIQUE("api_token"),
	CONSTRAINT "teams_secret_api_token_hash_unique" UNIQUE("secret_api_token_hash"),
	CONSTRAINT "teams_secret_api_token_backup_hash_unique" UNIQUE("secret_api_token_backup_hash")
);
--> statement-breakpoint
CREATE TABLE "backup_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "guesses" (
	"subject" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"wait_until" timestamp with time zone NOT NULL,
	"forget_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkeys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" integer NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" text NOT NULL,
	"counter" bigint DEFAULT 0 NOT NULL,
	"transports" text[] DEFAULT '{}' NOT NULL,
	"label" text NOT NULL,
	"is_verified" boolean DEFAULT true NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "password_reset_requests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "password_reset_requests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "personal_api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"label" text NOT NULL,
	"value_hash" text NOT NULL,
	"masked_value" text NOT NULL,
	"scopes" text[] NOT NULL,
	"scoped_teams" integer[] DEFAULT '{}' NOT NULL,
	"scoped_organizations" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"description" text,
	"last_rolled_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	CONSTRAINT "personal_api_keys_value_hash_unique" UNIQUE("value_hash")
);
--> statement-breakpoint
CREATE TABLE "scene_personalisations" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "scene_personalisations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"team_id" integer NOT NULL,
	"scene" text NOT NULL,
	"dashboard_id" integer NOT NULL,
	CONSTRAINT "scene_personalisations_user_id_team_id_scene_unique" UNIQUE("user_id","team_id","scene")
);
--> statement-breakpoint
CREATE TABLE "throttle_windows" (
	"name" text PRIMARY KEY NOT NULL,
	"calls" integer NOT NULL,
	"ends_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "totp_devices" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"last_step" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_proofs" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"user_id" integer,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"failures" smallint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"authenticated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_activity_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip" text DEFAULT '' NOT NULL,
	"login_method" text DEFAULT 'password' NOT NULL,
	CONSTRAINT "user_sessions_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" serial PRIMARY KEY NOT NULL,
	"uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"first_name" text DEFAULT '' NOT NULL,
	"password_hash" text,
	"is_active" boolean DEFAULT true NOT NULL,
	"current_organization_id" uuid,
	"current_team_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"distinct_id" text DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') NOT NULL,
	"pending_email" text,
	"is_email_verified" boolean,
	"last_name" text DEFAULT '' NOT NULL,
	"is_staff" boolean DEFAULT false NOT NULL,
	"notification_settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"anonymize_data" boolean DEFAULT false,
	"allow_impersonation" boolean DEFAULT true,
	"toolbar_mode" text DEFAULT 'toolbar',
	"events_column_config" jsonb DEFAULT '{"active":"DEFAULT"}'::jsonb NOT NULL,
	"has_seen_product_intro_for" jsonb,
	"theme_mode" text,
	"hedgehog_config" jsonb,
	"allow_sidebar_suggestions" boolean,
	"shortcut_position" text,
	"role_at_organization" text,
	"passkeys_enabled_for_2fa" boolean DEFAULT false NOT NULL,
	"last_login_at" timestamp with time zone,
	"activity_read_until" timestamp(6) with time zone,
	CONSTRAINT "users_uuid_unique" UNIQUE("uuid"),
	CONSTRAINT "users_distinct_id_unique" UNIQUE("distinct_id"),
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "outgoing_mails" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outgoing_mails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "early_access_features" ADD CONSTRAINT "early_access_features_feature_flag_id_feature_flags_id_fk" FOREIGN KEY ("feature_flag_id") REFERENCES "public"."feature_flags"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_distinct_ids" ADD CONSTRAINT "person_distinct_ids_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_controls" ADD CONSTRAINT "access_controls_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_controls" ADD CONSTRAINT "access_controls_membership_id_organization_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."organization_memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_controls" ADD CONSTRAINT "access_controls_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_invites" ADD CONSTRAINT "organization_invites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_memberships" ADD CONSTRAINT "organization_memberships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_memberships" ADD CONSTRAINT "role_memberships_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_memberships" ADD CONSTRAINT "role_memberships_membership_id_organization_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."organization_memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backup_codes" ADD CONSTRAINT "backup_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_api_keys" ADD CONSTRAINT "personal_api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_personalisations" ADD CONSTRAINT "scene_personalisations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_devices" ADD CONSTRAINT "totp_devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_proofs" ADD CONSTRAINT "user_proofs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "actions_team" ON "actions" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "annotations_team" ON "annotations" USING btree ("team_id","date_marker" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "annotations_organization" ON "annotations" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "dashboard_tiles_of_insight" ON "dashboard_tiles" USING btree ("insight_id");--> statement-breakpoint
CREATE INDEX "dashboards_team" ON "dashboards" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "insight_views_newest" ON "insight_views" USING btree ("team_id","user_id","last_viewed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "insights_newest" ON "insights" USING btree ("team_id","last_modified_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "query_results_oldest" ON "query_results" USING btree ("computed_at");--> statement-breakpoint
CREATE INDEX "query_runs_oldest" ON "query_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "account_imports_newest" ON "account_imports" USING btree ("team_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "account_notebooks_notebook" ON "account_notebooks" USING btree ("notebook_id");--> statement-breakpoint
CREATE INDEX "account_views_team" ON "account_views" USING btree ("team_id","name");--> statement-breakpoint
CREATE INDEX "accounts_newest" ON "accounts" USING btree ("team_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "accounts_name" ON "accounts" USING btree ("team_id","name","id");--> statement-breakpoint
CREATE INDEX "accounts_updated" ON "accounts" USING btree ("team_id","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "accounts_tags" ON "accounts" USING gin ("tags");--> statement-breakpoint
CREATE UNIQUE INDEX "custom_property_values_current" ON "custom_property_values" USING btree ("account_id","definition_id") WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "custom_property_values_of_definition" ON "custom_property_values" USING btree ("definition_id");--> statement-breakpoint
CREATE INDEX "custom_property_values_number" ON "custom_property_values" USING btree ("definition_id","number_value") WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "custom_property_values_text" ON "custom_property_values" USING btree ("definition_id",left(text_value, 200)) WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "custom_property_values_time" ON "custom_property_values" USING btree ("definition_id","time_value") WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "customer_profile_configs_team" ON "customer_profile_configs" USING btree ("team_id","created_at");--> statement-breakpoint
CREATE INDEX "notebooks_newest" ON "notebooks" USING btree ("team_id","last_modified_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notebooks_words" ON "notebooks" USING gin ((to_tsvector('english', left(coalesce(title, ''), 1000))), (to_tsvector('english', left(coalesce(text_content, ''), 200000))));--> statement-breakpoint
CREATE INDEX "usage_metrics_of" ON "usage_metrics" USING btree ("team_id","group_type_index");--> statement-breakpoint
CREATE INDEX "dead_letters_team" ON "dead_letters" USING btree ("team_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letters_once" ON "dead_letters" USING btree ("log","sequence","position");--> statement-breakpoint
CREATE INDEX "ingestion_warnings_team" ON "ingestion_warnings" USING btree ("team_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "recording_chunks_once" ON "recording_chunks" USING btree ("team_id","session_id","uuid");--> statement-breakpoint
CREATE INDEX "recording_chunks_distinct_id" ON "recording_chunks" USING btree ("team_id","distinct_id");--> statement-breakpoint
CREATE INDEX "recording_chunks_session" ON "recording_chunks" USING btree ("team_id","session_id","first_timestamp");--> statement-breakpoint
CREATE INDEX "early_access_features_team_id_created_at_index" ON "early_access_features" USING btree ("team_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "feature_flags_key" ON "feature_flags" USING btree ("team_id","key") WHERE NOT deleted;--> statement-breakpoint
CREATE INDEX "feature_flags_team" ON "feature_flags" USING btree ("team_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "cohort_calculations_newest" ON "cohort_calculations" USING btree ("cohort_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "cohorts_team" ON "cohorts" USING btree ("team_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_deletions_pending" ON "person_deletions" USING btree ("team_id","person_uuid","kind") WHERE verified_at IS NULL;--> statement-breakpoint
CREATE INDEX "person_deletions_newest" ON "person_deletions" USING btree ("team_id","id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "person_distinct_ids_person" ON "person_distinct_ids" USING btree ("person_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "persons_team_uuid" ON "persons" USING btree ("team_id","uuid");--> statement-breakpoint
CREATE INDEX "persons_newest" ON "persons" USING btree ("team_id","created_at" DESC NULLS FIRST,"uuid");--> statement-breakpoint
CREATE INDEX "persons_email" ON "persons" USING gin ("email" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "persons_email_whole" ON "persons" USING hash ("email");--> statement-breakpoint
CREATE INDEX "activity_log_team" ON "activity_log" USING btree ("team_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "activity_log_item" ON "activity_log" USING btree ("team_id","scope","item_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "activity_log_organization" ON "activity_log" USING btree ("organization_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "access_controls_membership_id_index" ON "access_controls" USING btree ("membership_id");--> statement-breakpoint
CREATE INDEX "access_controls_role_id_index" ON "access_controls" USING btree ("role_id");--> statement-breakpoint
CREATE INDEX "organization_invites_organization_id_created_at_index" ON "organization_invites" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "organization_memberships_user_id_index" ON "organization_memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "role_memberships_membership_id_index" ON "role_memberships" USING btree ("membership_id");--> statement-breakpoint
CREATE UNIQUE INDEX "roles_name" ON "roles" USING btree ("organization_id",lower("name"));--> statement-breakpoint
CREATE INDEX "teams_organization" ON "teams" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "backup_codes_user_id_index" ON "backup_codes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "guesses_forget_at_index" ON "guesses" USING btree ("forget_at");--> statement-breakpoint
CREATE INDEX "passkeys_user_id_index" ON "passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "personal_api_keys_user_id_index" ON "personal_api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_proofs_user_id_kind_index" ON "user_proofs" USING btree ("user_id","kind");--> statement-breakpoint
CREATE INDEX "user_proofs_expires_at_index" ON "user_proofs" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "user_sessions_user_id_index" ON "user_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "outgoing_mails_next_attempt_at_index" ON "outgoing_mails" USING btree ("next_attempt_at");--> statement-breakpoint
-- Triggers note every change of what ClickHouse has a copy of, whoever makes it. The worker copies it.
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
-- Accounts, with the present values of their custom properties, are copied to ClickHouse like persons and groups.
CREATE FUNCTION hedgerow_note_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'account', id::text FROM changed_rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON accounts REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_accounts();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON accounts REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_accounts();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON accounts REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_accounts();
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_custom_properties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key) SELECT DISTINCT team_id, 'account', account_id::text FROM changed_rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON custom_property_values REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_custom_properties();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON custom_property_values REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_custom_properties();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON custom_property_values REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_custom_properties();
--> statement-breakpoint
-- Whoever works on these tables hears of new rows when they are committed, instead of asking again and again.
CREATE FUNCTION hedgerow_announce_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('hedgerow_work', TG_TABLE_NAME);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON mirror_queue FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON outgoing_mails FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON password_reset_requests FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON person_deletions FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON project_deletions FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON demo_generations FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON pending_person_overrides FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT OR UPDATE OF pending_version, is_stale ON cohorts FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
CREATE TRIGGER announce_work AFTER INSERT ON merged_persons FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_announce_work();
--> statement-breakpoint
-- Ingestion remembers which definitions it has written. Whoever deletes some, it forgets those of the project.
CREATE FUNCTION hedgerow_forget_definitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE teams SET definitions_forgotten = definitions_forgotten + 1 WHERE id IN (SELECT team_id FROM deleted_rows);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER forget_deleted AFTER DELETE ON event_definitions REFERENCING OLD TABLE AS deleted_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_forget_definitions();
--> statement-breakpoint
CREATE TRIGGER forget_deleted AFTER DELETE ON property_definitions REFERENCING OLD TABLE AS deleted_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_forget_definitions();
--> statement-breakpoint
CREATE TRIGGER forget_deleted AFTER DELETE ON event_properties REFERENCING OLD TABLE AS deleted_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_forget_definitions();
