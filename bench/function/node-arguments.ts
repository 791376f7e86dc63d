/**
 * With what Lambda starts the process of a function. Its start script for nodejs24.x gives V8 nine tenths of the memory as old generation and
 * a twentieth as each half of the young one (its semi-spaces), unless `NODE_OPTIONS` names a size of either (`/var/runtime/bootstrap`, as others have read and
 * published it; AWS documents none of it).
 */
export function nodeArguments(memoryMB: number, nodeOptions: string): string[] {
  const young = Math.floor(memoryMB / 10);
  const sizes = [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memoryMB - young}`];
  const isSized = /--max[-_](semi|old)[-_]space[-_]size/.test(nodeOptions);
  return ['--expose-gc', '--max-http-header-size=81920', ...(isSized ? [] : sizes)];
}
