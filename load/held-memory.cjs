/**
 * Loaded into each process of the function before its code: says every two seconds how much memory it holds after everything that can be
 * freed was freed. What the system sees is no measure of a leak: with hundreds of megabytes to spare, V8 lets garbage lie for many
 * minutes, and keeps the room that it has once used.
 */
const EVERY_MS = 2000;

setInterval(() => {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  process.stderr.write(`held ${heapUsed + arrayBuffers}\n`);
}, EVERY_MS).unref();
