import { SIMULATION } from './simulation';

const BEGIN = `## ${SIMULATION}\n`;

/** The simulation as it stands in a page. @throws Error where it does not */
export function sectionOf(page: string): string {
  const [, found] = page.split(BEGIN);
  if (found === undefined) throw new Error('docs/access.md has no simulation; make it by: npx tsx .ci/judges/simulate.ts --write');
  return `${BEGIN}${found.split(/^(?=## )/m)[0]}`.trimEnd().concat('\n');
}

/** A page with another simulation, in the place of the one that it has. */
export function withSection(page: string, section: string): string {
  return page.replace(sectionOf(page), () => section);
}
