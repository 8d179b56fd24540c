-- Whatever was running ended with its process.
UPDATE account_imports SET state = 'failed', problem = 'The server was stopped meanwhile. Nothing was changed; try again.' WHERE state = 'running';
--> statement-breakpoint
ALTER TABLE "account_imports" ADD COLUMN "content" bytea;--> statement-breakpoint
ALTER TABLE "account_imports" ADD COLUMN "is_dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_imports" ADD COLUMN "skips_refused" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "account_imports" ADD COLUMN "ignores_unknown" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "account_imports_running" ON "account_imports" USING btree ("team_id") WHERE state = 'running';--> statement-breakpoint
ALTER TABLE "account_imports" DROP COLUMN "renewed_at";
