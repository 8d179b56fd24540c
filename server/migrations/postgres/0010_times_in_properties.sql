-- Text as a time, or NULL: one value that is no time must not fail the whole question. The same forms as ClickHouse's
-- side reads: ISO 8601, local to the zone unless it has an offset; the form of mail and HTTP; seconds and milliseconds.
CREATE OR REPLACE FUNCTION hedgerow_try_time(value text, zone text) RETURNS timestamptz LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
  IF value ~ '^\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?$' THEN
    RETURN value::timestamp AT TIME ZONE zone;
  ELSIF value ~ '^\d{4}[-/]\d{1,2}[-/]\d{1,2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})$'
    OR value ~ '^([A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}(:\d{2})?\s+(UTC|GMT|[+-]\d{4})$' THEN
    RETURN value::timestamptz;
  ELSIF value ~ '^\d{9,10}(\.\d+)?$' THEN
    RETURN to_timestamp(value::double precision);
  ELSIF value ~ '^\d{13}$' THEN
    RETURN to_timestamp(value::double precision / 1000);
  END IF;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$;
