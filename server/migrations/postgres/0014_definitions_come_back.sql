ALTER TABLE "teams" ADD COLUMN "definitions_forgotten" integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
-- Ingestion remembers which definitions it has written. Whoever deletes some, it forgets those of the project.
CREATE FUNCTION hedgerow_forget_definitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE teams SET definitions_forgotten = definitions_forgotten + 1 WHERE id IN (SELECT team_id FROM deleted_rows);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER forget_deleted AFTER DELETE ON event_definitions REFERENCING OLD TABLE AS deleted_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_forget_definitions();
--> statement-breakpoint
CREATE TRIGGER forget_deleted AFTER DELETE ON property_definitions REFERENCING OLD TABLE AS deleted_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_forget_definitions();
--> statement-breakpoint
CREATE TRIGGER forget_deleted AFTER DELETE ON event_properties REFERENCING OLD TABLE AS deleted_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_forget_definitions();
--> statement-breakpoint
-- Times that were rounded down to the hour lay before the first event.
UPDATE "persons" SET "last_seen_at" = "created_at" WHERE "last_seen_at" < "created_at";
--> statement-breakpoint
UPDATE "event_definitions" SET "last_seen_at" = "created_at" WHERE "last_seen_at" < "created_at";
