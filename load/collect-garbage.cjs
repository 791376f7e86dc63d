/**
 * Loaded into each process of the function before its code. With hundreds of megabytes to spare, V8 lets garbage lie for many minutes,
 * and a leak could not be told from it: so everything that can be freed is freed every few seconds.
 */
const EVERY_MS = 5000;

setInterval(() => globalThis.gc(), EVERY_MS).unref();
