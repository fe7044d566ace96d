/** The token with which the demo sends its lines. */
export const INGEST_TOKEN = process.env['PRESAGE_INGEST_TOKEN'];
