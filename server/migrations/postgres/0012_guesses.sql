CREATE TABLE "guesses" (
	"subject" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"wait_until" timestamp with time zone NOT NULL,
	"forget_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "guesses_forget_at_index" ON "guesses" USING btree ("forget_at");