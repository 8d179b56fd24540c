-- Accounts, with the present values of their custom properties, are copied to ClickHouse like persons and groups.
CREATE FUNCTION hedgerow_note_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'account', id::text FROM changed_rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON accounts REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_accounts();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON accounts REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_accounts();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON accounts REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_accounts();
--> statement-breakpoint
CREATE FUNCTION hedgerow_note_custom_properties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO mirror_queue (team_id, kind, key) SELECT DISTINCT team_id, 'account', account_id::text FROM changed_rows;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER note_inserted AFTER INSERT ON custom_property_values REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_custom_properties();
--> statement-breakpoint
CREATE TRIGGER note_deleted AFTER DELETE ON custom_property_values REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_custom_properties();
--> statement-breakpoint
CREATE TRIGGER note_updated AFTER UPDATE ON custom_property_values REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION hedgerow_note_custom_properties();
--> statement-breakpoint
INSERT INTO mirror_queue (team_id, kind, key) SELECT team_id, 'account', id::text FROM accounts;
