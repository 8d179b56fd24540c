CREATE TABLE "demo_generations" (
	"team_id" integer PRIMARY KEY NOT NULL,
	"seed" integer NOT NULL,
	"end" timestamp with time zone NOT NULL,
	"days" integer NOT NULL,
	"events_total" integer,
	"events_sent" integer DEFAULT 0 NOT NULL
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
CREATE TABLE "backup_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"user_id" integer NOT NULL
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
ALTER TABLE "teams" ALTER COLUMN "autocapture_opt_out" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "autocapture_opt_out" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "autocapture_exceptions_opt_in" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "autocapture_exceptions_opt_in" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "capture_dead_clicks" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "capture_performance_opt_in" SET DEFAULT true;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "capture_performance_opt_in" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "autocapture_web_vitals_opt_in" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "autocapture_web_vitals_opt_in" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "heatmaps_opt_in" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "heatmaps_opt_in" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "surveys_opt_in" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "surveys_opt_in" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "capture_console_log_opt_in" SET DEFAULT true;--> statement-breakpoint
ALTER TABLE "teams" ALTER COLUMN "capture_console_log_opt_in" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "organization_memberships" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "logo_media_id" uuid;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "is_member_join_email_enabled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "enforce_2fa" boolean;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "members_can_invite" boolean DEFAULT true;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "members_can_create_projects" boolean DEFAULT false;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "members_can_use_personal_api_keys" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "allow_publicly_shared_resources" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "is_ai_data_processing_approved" boolean;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "default_experiment_stats_method" text DEFAULT 'bayesian';--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "default_anonymize_ips" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "default_role_id" uuid;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "feature_flags_access_level" smallint DEFAULT 37 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "plugins_access_level" smallint DEFAULT 9 NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "available_product_features" jsonb;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "is_active" boolean;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "is_not_active_reason" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "is_pending_deletion" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "secret_api_token_hash" text;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "secret_api_token_mask" text;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "secret_api_token_backup_hash" text;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "secret_api_token_backup_mask" text;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "week_start_day" smallint;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "is_demo" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "is_pending_deletion" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "access_control" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "app_urls" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "slack_incoming_webhook" text;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "completed_snippet_onboarding" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "has_completed_onboarding_for" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "onboarding_tasks" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "product_intents" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "test_account_filters" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "test_account_filters_default_checked" boolean;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "path_cleaning_filters" jsonb DEFAULT '[]'::jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "data_attributes" jsonb DEFAULT '["data-attr"]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "correlation_config" jsonb DEFAULT '{}'::jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "primary_dashboard" integer;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "live_events_columns" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "inject_web_apps" boolean;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "extra_settings" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "modifiers" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "survey_config" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "human_friendly_comparison_periods" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "flags_persistence_default" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "base_currency" text DEFAULT 'USD' NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "receive_org_level_activity_logs" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "default_data_theme" integer;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "autocapture_exceptions_errors_to_ignore" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "session_recording_url_trigger_config" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "session_recording_url_blocklist_config" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "session_recording_event_trigger_config" jsonb;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "session_recording_trigger_match_type_config" text;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "session_recording_retention_period" text DEFAULT '30d' NOT NULL;--> statement-breakpoint
ALTER TABLE "teams" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "personal_api_keys" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "personal_api_keys" ADD COLUMN "last_rolled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "personal_api_keys" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD COLUMN "authenticated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD COLUMN "last_activity_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD COLUMN "ip" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "user_sessions" ADD COLUMN "login_method" text DEFAULT 'password' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "distinct_id" text DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "pending_email" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_email_verified" boolean;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_name" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_staff" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "notification_settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "anonymize_data" boolean DEFAULT false;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "allow_impersonation" boolean DEFAULT true;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "toolbar_mode" text DEFAULT 'toolbar';--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "events_column_config" jsonb DEFAULT '{"active":"DEFAULT"}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "has_seen_product_intro_for" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "theme_mode" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "hedgehog_config" jsonb;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "allow_sidebar_suggestions" boolean;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "shortcut_position" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "role_at_organization" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "passkeys_enabled_for_2fa" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "last_login_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "activity_read_until" timestamp(6) with time zone;--> statement-breakpoint
ALTER TABLE "early_access_features" ADD CONSTRAINT "early_access_features_feature_flag_id_feature_flags_id_fk" FOREIGN KEY ("feature_flag_id") REFERENCES "public"."feature_flags"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_controls" ADD CONSTRAINT "access_controls_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_controls" ADD CONSTRAINT "access_controls_membership_id_organization_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."organization_memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_controls" ADD CONSTRAINT "access_controls_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_invites" ADD CONSTRAINT "organization_invites_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_memberships" ADD CONSTRAINT "role_memberships_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_memberships" ADD CONSTRAINT "role_memberships_membership_id_organization_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."organization_memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "roles" ADD CONSTRAINT "roles_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "backup_codes" ADD CONSTRAINT "backup_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkeys" ADD CONSTRAINT "passkeys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_personalisations" ADD CONSTRAINT "scene_personalisations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "totp_devices" ADD CONSTRAINT "totp_devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "user_proofs" ADD CONSTRAINT "user_proofs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "early_access_features_team_id_created_at_index" ON "early_access_features" USING btree ("team_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "feature_flags_key" ON "feature_flags" USING btree ("team_id","key") WHERE NOT deleted;--> statement-breakpoint
CREATE INDEX "feature_flags_team" ON "feature_flags" USING btree ("team_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "access_controls_membership_id_index" ON "access_controls" USING btree ("membership_id");--> statement-breakpoint
CREATE INDEX "access_controls_role_id_index" ON "access_controls" USING btree ("role_id");--> statement-breakpoint
CREATE INDEX "organization_invites_organization_id_created_at_index" ON "organization_invites" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "role_memberships_membership_id_index" ON "role_memberships" USING btree ("membership_id");--> statement-breakpoint
CREATE UNIQUE INDEX "roles_name" ON "roles" USING btree ("organization_id",lower("name"));--> statement-breakpoint
CREATE INDEX "backup_codes_user_id_index" ON "backup_codes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "passkeys_user_id_index" ON "passkeys" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_proofs_user_id_kind_index" ON "user_proofs" USING btree ("user_id","kind");--> statement-breakpoint
CREATE INDEX "user_proofs_expires_at_index" ON "user_proofs" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "outgoing_mails_next_attempt_at_index" ON "outgoing_mails" USING btree ("next_attempt_at");--> statement-breakpoint
CREATE INDEX "organization_memberships_user_id_index" ON "organization_memberships" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "teams_name" ON "teams" USING btree ("organization_id",lower("name")) WHERE NOT is_pending_deletion;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_secret_api_token_hash_unique" UNIQUE("secret_api_token_hash");--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_secret_api_token_backup_hash_unique" UNIQUE("secret_api_token_backup_hash");--> statement-breakpoint
ALTER TABLE "user_sessions" ADD CONSTRAINT "user_sessions_id_unique" UNIQUE("id");--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_distinct_id_unique" UNIQUE("distinct_id");--> statement-breakpoint
UPDATE "teams" SET "secret_api_token_hash" = encode(sha256(convert_to("secret_api_token", 'UTF8')), 'hex'), "secret_api_token_mask" = left("secret_api_token", 4) || '...' || right("secret_api_token", 4) WHERE "secret_api_token" IS NOT NULL;--> statement-breakpoint
UPDATE "users" SET "is_staff" = true WHERE "id" = (SELECT min("id") FROM "users");
