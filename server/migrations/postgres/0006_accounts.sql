CREATE TABLE "account_notebooks" (
	"team_id" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"notebook_id" uuid NOT NULL,
	"linked_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_notebooks_pair" UNIQUE("account_id","notebook_id")
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
ALTER TABLE "event_definitions" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "verified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "verified_by" integer;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "hidden" boolean;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "event_definitions" ADD COLUMN "updated_by" integer;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "description" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "tags" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "verified" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "verified_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "verified_by" integer;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "hidden" boolean;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "updated_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "property_definitions" ADD COLUMN "updated_by" integer;--> statement-breakpoint
CREATE INDEX "account_notebooks_notebook" ON "account_notebooks" USING btree ("notebook_id");--> statement-breakpoint
CREATE INDEX "accounts_newest" ON "accounts" USING btree ("team_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "accounts_name" ON "accounts" USING btree ("team_id","name","id");--> statement-breakpoint
CREATE INDEX "accounts_updated" ON "accounts" USING btree ("team_id","updated_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "accounts_tags" ON "accounts" USING gin ("tags");--> statement-breakpoint
CREATE UNIQUE INDEX "custom_property_values_current" ON "custom_property_values" USING btree ("account_id","definition_id") WHERE superseded_at IS NULL;--> statement-breakpoint
CREATE INDEX "custom_property_values_of_definition" ON "custom_property_values" USING btree ("definition_id");--> statement-breakpoint
CREATE INDEX "customer_profile_configs_team" ON "customer_profile_configs" USING btree ("team_id","created_at");--> statement-breakpoint
CREATE INDEX "notebooks_newest" ON "notebooks" USING btree ("team_id","last_modified_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "notebooks_words" ON "notebooks" USING gin ((to_tsvector('english', left(coalesce(title, ''), 1000))), (to_tsvector('english', left(coalesce(text_content, ''), 200000))));