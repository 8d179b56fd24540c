CREATE TABLE "integrations" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"kind" text NOT NULL,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"secret" text NOT NULL,
	"errors" text DEFAULT '' NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer
);
--> statement-breakpoint
CREATE TABLE "subscription_deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" integer NOT NULL,
	"subscription_id" integer NOT NULL,
	"idempotency_key" text NOT NULL,
	"trigger_type" text NOT NULL,
	"scheduled_at" timestamp(6) with time zone,
	"target_type" text NOT NULL,
	"target_value" text NOT NULL,
	"previous_value" text,
	"invite_message" text,
	"status" text DEFAULT 'starting' NOT NULL,
	"preparations" smallint DEFAULT 0 NOT NULL,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"content_snapshot" jsonb,
	"exported_asset_ids" integer[] DEFAULT '{}' NOT NULL,
	"change_summary" text,
	"error" jsonb,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"last_updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp(6) with time zone,
	CONSTRAINT "subscription_deliveries_key" UNIQUE("subscription_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "subscription_recipients" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"delivery_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"error" jsonb,
	"progress" jsonb,
	"finished_at" timestamp(6) with time zone,
	CONSTRAINT "subscription_recipients_once" UNIQUE("delivery_id","recipient")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"dashboard_id" integer,
	"insight_id" integer,
	"export_insights" integer[] DEFAULT '{}' NOT NULL,
	"target_type" text NOT NULL,
	"target_value" text NOT NULL,
	"integration_id" integer,
	"frequency" text NOT NULL,
	"interval" integer DEFAULT 1 NOT NULL,
	"byweekday" text[],
	"bysetpos" smallint,
	"count" integer,
	"start_date" timestamp(6) with time zone NOT NULL,
	"until_date" timestamp(6) with time zone,
	"next_delivery_date" timestamp(6) with time zone,
	"title" text,
	"summary_enabled" boolean DEFAULT false NOT NULL,
	"summary_prompt_guide" text DEFAULT '' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "allow_external_recipients" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "integrations_team" ON "integrations" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "subscription_deliveries_newest" ON "subscription_deliveries" USING btree ("subscription_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "subscription_deliveries_old" ON "subscription_deliveries" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "subscriptions_team" ON "subscriptions" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "subscriptions_due" ON "subscriptions" USING btree ("next_delivery_date");