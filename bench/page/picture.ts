import { type Name, TITLES } from '../contestants/contestants';
import { HUGE, MEMORY_MB, SIZES } from '../measure/bench';
import type { Results } from '../measure/results';
import { idealMs } from '../network/network';
import { figureOf, sayBytes } from './tables';

const [WIDTH, HEIGHT] = [720, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [48, 26, 40, 30];
/** How many lines the grid has above its first. */
const STEPS = 4;

/** Readable on a light page and on a dark one: blue, orange, violet, and a dashed grey line. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f } .grid { stroke: #d0d7de; stroke-width: 1 } path { fill: none; stroke-width: 2 }
  .own { stroke: #0969da } .a { stroke: #bc4c00 } .b { stroke: #8250df } .ideal { stroke: #57606a; stroke-dasharray: 5 4 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .grid { stroke: #3d444d }
    .own { stroke: #58a6ff } .a { stroke: #f0883e } .b { stroke: #bc8cff } .ideal { stroke: #9198a1 }
  }`;

/** How the time of a transaction grows with the photo, as an SVG document; its sizes are where they are in proportion. */
export function picture(results: Results): string {
  const measured = (name: Name, colour: string) => ({
    ...{ title: TITLES[name] as string, colour },
    values: SIZES.map((bytes) => figureOf(results, 'warm', name, bytes)?.median),
  });
  const ideal = { title: 'the ideal', colour: 'ideal', values: SIZES.map(idealMs) };
  const series = [measured('usual', 'b'), measured('documented', 'a'), measured('proxy', 'own'), ideal];
  const top = Math.ceil(Math.max(...series.flatMap(({ values }) => values.map((value) => value ?? 0))) / (STEPS * 50)) * STEPS * 50;
  const x = (bytes: number) => Math.round(LEFT + ((WIDTH - LEFT - RIGHT) * bytes) / HUGE);
  const y = (ms: number) => Math.round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - ms / top));
  const grid = Array.from({ length: STEPS + 1 }, (_, step) => (top * step) / STEPS).map(
    (ms) =>
      `<path class="grid" d="M${LEFT} ${y(ms)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${y(ms) + 4}" text-anchor="end">${ms}</text>`,
  );
  const sizes = SIZES.slice(1).map((bytes) => `<text x="${x(bytes)}" y="${HEIGHT - 10}" text-anchor="middle">${sayBytes(bytes)}</text>`);
  const lines = series.map(({ title, colour, values }, at) => {
    const points = values.flatMap((value, index) => (value === undefined ? [] : [`${x(SIZES[index] ?? 0)} ${y(value)}`]));
    const legend = TOP + 16 + at * 20;
    const line = points.length === 0 ? '' : `M${points.join('L')}`;
    return `<path class="${colour}" d="${line}M${LEFT + 16} ${legend}h20"/><text x="${LEFT + 42}" y="${legend + 4}">${title}</text>`;
  });
  const about = `Time of a transaction at ${MEMORY_MB} MB by size of the photo, in milliseconds`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${about}; npm run bench prints the figures.">`,
    ...[`<style>${STYLE}\n</style>`, `<text x="${LEFT}" y="20">${about}</text>`, ...grid, ...sizes, ...lines, '</svg>\n'],
  ].join('\n');
}
