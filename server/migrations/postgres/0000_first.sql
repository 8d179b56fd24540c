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
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
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
	"first_sequence" bigint PRIMARY KEY NOT NULL,
	"last_sequence" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
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
CREATE TABLE "heartbeats" (
	"role" text PRIMARY KEY NOT NULL,
	"pid" integer NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization_memberships" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"user_id" integer NOT NULL,
	"level" smallint DEFAULT 1 NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organization_memberships_organization_id_user_id_unique" UNIQUE("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" serial PRIMARY KEY NOT NULL,
	"uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"api_token" text NOT NULL,
	"secret_api_token" text,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"ingested_event" boolean DEFAULT false NOT NULL,
	"anonymize_ips" boolean DEFAULT false NOT NULL,
	"cookieless_server_hash_mode" smallint DEFAULT 0 NOT NULL,
	"person_display_name_properties" jsonb,
	"autocapture_opt_out" boolean DEFAULT false NOT NULL,
	"autocapture_exceptions_opt_in" boolean DEFAULT false NOT NULL,
	"capture_dead_clicks" boolean DEFAULT false NOT NULL,
	"capture_performance_opt_in" boolean DEFAULT false NOT NULL,
	"autocapture_web_vitals_opt_in" boolean DEFAULT false NOT NULL,
	"autocapture_web_vitals_allowed_metrics" jsonb,
	"heatmaps_opt_in" boolean DEFAULT false NOT NULL,
	"surveys_opt_in" boolean DEFAULT false NOT NULL,
	"session_recording_opt_in" boolean DEFAULT false NOT NULL,
	"capture_console_log_opt_in" boolean DEFAULT false NOT NULL,
	"session_recording_sample_rate" numeric(3, 2),
	"session_recording_minimum_duration_milliseconds" integer,
	"session_recording_linked_flag" jsonb,
	"session_recording_network_payload_capture_config" jsonb,
	"session_recording_masking_config" jsonb,
	"session_replay_config" jsonb,
	"recording_domains" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "teams_api_token_unique" UNIQUE("api_token"),
	CONSTRAINT "teams_secret_api_token_unique" UNIQUE("secret_api_token")
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
	"last_seen_at" timestamp with time zone
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
	CONSTRAINT "property_definitions_name" UNIQUE("team_id","kind","name","group_type_index")
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
	CONSTRAINT "personal_api_keys_value_hash_unique" UNIQUE("value_hash")
);
--> statement-breakpoint
CREATE TABLE "user_sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" serial PRIMARY KEY NOT NULL,
	"uuid" uuid DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"first_name" text DEFAULT '' NOT NULL,
	"password_hash" text NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"current_organization_id" uuid,
	"current_team_id" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_uuid_unique" UNIQUE("uuid"),
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
ALTER TABLE "organization_memberships" ADD CONSTRAINT "organization_memberships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_distinct_ids" ADD CONSTRAINT "person_distinct_ids_person_id_persons_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."persons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personal_api_keys" ADD CONSTRAINT "personal_api_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "dead_letters_team" ON "dead_letters" USING btree ("team_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letters_once" ON "dead_letters" USING btree ("sequence","position");--> statement-breakpoint
CREATE INDEX "ingestion_warnings_team" ON "ingestion_warnings" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "person_distinct_ids_person" ON "person_distinct_ids" USING btree ("person_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "persons_team_uuid" ON "persons" USING btree ("team_id","uuid");--> statement-breakpoint
CREATE INDEX "persons_team_newest" ON "persons" USING btree ("team_id","created_at" DESC NULLS LAST,"uuid");--> statement-breakpoint
CREATE UNIQUE INDEX "recording_chunks_once" ON "recording_chunks" USING btree ("team_id","session_id","uuid");--> statement-breakpoint
CREATE INDEX "recording_chunks_session" ON "recording_chunks" USING btree ("team_id","session_id","first_timestamp");--> statement-breakpoint
CREATE INDEX "personal_api_keys_user_id_index" ON "personal_api_keys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_sessions_user_id_index" ON "user_sessions" USING btree ("user_id");