CREATE TABLE "share_passwords" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"share_id" integer NOT NULL,
	"token" text NOT NULL,
	"family" uuid NOT NULL,
	"hash" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"created_by" integer,
	"is_active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "share_tokens" (
	"token" text PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"share_id" integer NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp(6) with time zone
);
--> statement-breakpoint
CREATE TABLE "shares" (
	"id" serial PRIMARY KEY NOT NULL,
	"team_id" integer NOT NULL,
	"resource" text NOT NULL,
	"object_id" text NOT NULL,
	"enabled" boolean DEFAULT false NOT NULL,
	"settings" jsonb,
	"password_required" boolean DEFAULT false NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"enabled_at" timestamp(6) with time zone,
	"enabled_by" integer,
	"openings" integer DEFAULT 0 NOT NULL,
	"last_opened_at" timestamp(6) with time zone,
	CONSTRAINT "shares_object" UNIQUE("team_id","resource","object_id")
);
--> statement-breakpoint
CREATE INDEX "share_passwords_token" ON "share_passwords" USING btree ("token");--> statement-breakpoint
CREATE INDEX "share_tokens_share" ON "share_tokens" USING btree ("share_id");