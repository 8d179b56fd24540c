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
ALTER TABLE "teams" ADD COLUMN "customer_analytics_config" jsonb;--> statement-breakpoint
CREATE INDEX "account_imports_newest" ON "account_imports" USING btree ("team_id","started_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "account_views_team" ON "account_views" USING btree ("team_id","name");--> statement-breakpoint
CREATE INDEX "usage_metrics_of" ON "usage_metrics" USING btree ("team_id","group_type_index");--> statement-breakpoint
CREATE INDEX "custom_property_values_number" ON "custom_property_values" USING btree ("definition_id","number_value") WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "custom_property_values_text" ON "custom_property_values" USING btree ("definition_id",left(text_value, 200)) WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "custom_property_values_time" ON "custom_property_values" USING btree ("definition_id","time_value") WHERE superseded_at IS NULL;