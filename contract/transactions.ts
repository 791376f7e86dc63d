/** A transaction id that is recorded, asked for and put into a path; its form is not documented, so only a plain one passes. */
export const TRANSACTION_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** For how long a start is remembered, in seconds: a verdict is asked for within minutes. */
export const RECORD_SECONDS = 24 * 60 * 60;

/** How old a start may be for a verdict, in minutes, if the settings say nothing, and at most. */
export const MAX_AGE_MINUTES = { byDefault: 15, atMost: 60 } as const;

/** The key attribute of the table of transactions. */
export const RECORD_KEY = 'transaction';
