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
CREATE INDEX "annotations_team" ON "annotations" USING btree ("team_id","date_marker" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "annotations_organization" ON "annotations" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "dashboard_tiles_of_insight" ON "dashboard_tiles" USING btree ("insight_id");--> statement-breakpoint
CREATE INDEX "dashboards_team" ON "dashboards" USING btree ("team_id","id");--> statement-breakpoint
CREATE INDEX "insight_views_newest" ON "insight_views" USING btree ("team_id","user_id","last_viewed_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "insights_newest" ON "insights" USING btree ("team_id","last_modified_at" DESC NULLS LAST);