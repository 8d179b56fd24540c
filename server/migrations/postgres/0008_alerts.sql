CREATE TABLE "alert_checks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"alert_id" uuid NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"calculated_value" double precision,
	"state" text NOT NULL,
	"targets_notified" boolean DEFAULT false NOT NULL,
	"message" text
);
--> statement-breakpoint
CREATE TABLE "alert_subscribers" (
	"team_id" integer NOT NULL,
	"alert_id" uuid NOT NULL,
	"user_id" integer NOT NULL,
	CONSTRAINT "alert_subscribers_alert_id_user_id_pk" PRIMARY KEY("alert_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"insight_id" integer NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"condition" text NOT NULL,
	"threshold_type" text NOT NULL,
	"lower" double precision,
	"upper" double precision,
	"series_index" integer DEFAULT 0 NOT NULL,
	"checks_ongoing" boolean DEFAULT false NOT NULL,
	"calculation_interval" text DEFAULT 'daily' NOT NULL,
	"skip_weekend" boolean DEFAULT false NOT NULL,
	"snoozed_until" timestamp(6) with time zone,
	"state" text DEFAULT 'Not firing' NOT NULL,
	"errors_in_row" integer DEFAULT 0 NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"last_value" double precision,
	"last_checked_at" timestamp(6) with time zone,
	"last_notified_at" timestamp(6) with time zone,
	"next_check_at" timestamp(6) with time zone,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer
);
--> statement-breakpoint
CREATE INDEX "alert_checks_newest" ON "alert_checks" USING btree ("alert_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "alerts_insight" ON "alerts" USING btree ("team_id","insight_id");--> statement-breakpoint
CREATE INDEX "alerts_due" ON "alerts" USING btree ("next_check_at");