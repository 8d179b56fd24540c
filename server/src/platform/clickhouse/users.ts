/** The two users of the embedded engine. */
export const WRITER_USER = 'hedgerow'
export const READER_USER = 'hedgerow_reader'
