/** A line through some values. */
export interface Series {
  readonly title: string;
  /** Class of its colour: `own`, `a`, `b` or `ideal`. */
  readonly colour: string;
  /** One for each label of the x axis; undefined leaves a gap. */
  readonly values: readonly (number | undefined)[];
}

export interface Panel {
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

const PANEL = { width: 400, height: 260, left: 48, right: 26, top: 40, bottom: 30 } as const;
const LEGEND_HEIGHT = 34;

/** Readable on a light page and on a dark one: blue, orange, violet, and a dashed grey line. */
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #24292f } .title { font-weight: 600; font-size: 13px }
  .grid { stroke: #d0d7de } path { fill: none; stroke-width: 2 }
  .own { stroke: #0969da } .a { stroke: #bc4c00 } .b { stroke: #8250df } .ideal { stroke: #57606a; stroke-dasharray: 5 4 }
  circle.own { fill: #0969da } circle.a { fill: #bc4c00 } circle.b { fill: #8250df } circle.ideal { fill: #57606a }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .grid { stroke: #3d444d }
    .own { stroke: #58a6ff } .a { stroke: #f0883e } .b { stroke: #bc8cff } .ideal { stroke: #9198a1 }
    circle.own { fill: #58a6ff } circle.a { fill: #f0883e } circle.b { fill: #bc8cff } circle.ideal { fill: #9198a1 }
  }`;

/** Panels side by side, two in a row, with one legend above, as an SVG document. @param description For readers who do not see the picture. */
export function chart(panels: readonly Panel[], description: string): string {
  const [width, height] = [PANEL.width * 2, LEGEND_HEIGHT + PANEL.height * Math.ceil(panels.length / 2)];
  const placed = panels.map((panel, at) => {
    const [x, y] = [(at % 2) * PANEL.width, LEGEND_HEIGHT + Math.floor(at / 2) * PANEL.height];
    return `<g transform="translate(${x} ${y})">${panelBody(panel)}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(description)}">`,
    `<style>${STYLE}\n</style>`,
    legend(panels),
    ...placed,
    '</svg>\n',
  ].join('\n');
}

function legend(panels: readonly Panel[]): string {
  const known = [...new Map(panels.flatMap(({ series }) => series.map(({ title, colour }) => [colour, title]))).entries()];
  let x = PANEL.left;
  return known
    .map(([colour, title]) => {
      const entry = `<path class="${colour}" d="M${x} 20h24"/><text x="${x + 30}" y="24">${escaped(title)}</text>`;
      x += 52 + title.length * 6.6;
      return entry;
    })
    .join('');
}

function panelBody({ title, labels, series }: Panel): string {
  const top = niceTop(Math.max(...series.flatMap(({ values }) => values.filter((value) => value !== undefined)), 0));
  const [innerWidth, innerHeight] = [PANEL.width - PANEL.left - PANEL.right, PANEL.height - PANEL.top - PANEL.bottom];
  const x = (at: number) => round(PANEL.left + (labels.length === 1 ? innerWidth / 2 : (innerWidth * at) / (labels.length - 1)));
  const y = (value: number) => round(PANEL.top + innerHeight * (1 - value / top));
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(top * share);
    return `<path class="grid" d="M${PANEL.left} ${at}h${innerWidth}" style="stroke-width:1"/><text x="${PANEL.left - 6}" y="${at + 4}" text-anchor="end">${round(top * share)}</text>`;
  });
  const names = labels.map((label, at) => `<text x="${x(at)}" y="${PANEL.height - 10}" text-anchor="middle">${escaped(label)}</text>`);
  return [
    `<text class="title" x="${PANEL.left}" y="22">${escaped(title)}</text>`,
    ...grid,
    ...names,
    ...series.map((one) => line(one, x, y)),
  ].join('');
}

function line({ colour, values }: Series, x: (at: number) => number, y: (value: number) => number): string {
  const points = values.flatMap((value, at) => (value === undefined ? [] : [[x(at), y(value)] as const]));
  const path = points.map(([px, py], at) => `${at === 0 ? 'M' : 'L'}${px} ${py}`).join('');
  const dots = points.map(([px, py]) => `<circle class="${colour}" cx="${px}" cy="${py}" r="3"/>`).join('');
  return `<path class="${colour}" d="${path}"/>${colour === 'ideal' ? '' : dots}`;
}

/** The next of 1, 2, 4, 6, 8 times a power of ten, so that a quarter of it is a number that can be read. */
function niceTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 4, 6, 8, 10].find((factor) => factor * power >= highest) ?? 10) * power;
}

const round = (value: number) => Math.round(value * 100) / 100;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
