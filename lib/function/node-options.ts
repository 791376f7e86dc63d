/**
 * What Node is started with, beside what Lambda itself gives it: the runtime's start script leaves a size of the young generation that
 * `NODE_OPTIONS` names as it is, and would otherwise allow it a twentieth of the function's memory.
 *
 * A photo passes through in buffers that live for milliseconds. They are freed when the young generation is collected, which takes half a
 * millisecond, and counted with the old one, whose collection takes ten. A large young generation is collected so rarely that the buffers
 * trigger the other collection first, one for each photo or two (docs/performance.md, "What made it fast").
 *
 * `--max-semi-space-size` is in MiB ("Command-line API" of Node).
 */
export const NODE_OPTIONS = '--max-semi-space-size=4';
