ALTER TABLE "teams" DROP CONSTRAINT "teams_secret_api_token_unique";--> statement-breakpoint
ALTER TABLE "teams" DROP COLUMN "secret_api_token";