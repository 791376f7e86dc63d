import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { POLICY_FILES, policyText } from '../../bootstrap/policy-files';
import { cdksTemplate, templateText } from '../../bootstrap/toolkit-template';
import { schemaFileText } from '../../lib/config/schema-file';
import { APPS, audit } from '../../test/support/compliance-apps';
import { accessPage } from './access/page';
import { attacksPage } from './attacks';
import { clientCodes } from './client-codes';
import { compliancePage } from './compliance/page';
import { configurationPage } from './configuration/page';
import { SETTINGS_TYPES } from './configuration/types';
import { capacityPart } from './cost/capacity-table';
import { costPart } from './cost/cost-table';
import { faultsPage } from './faults';
import { withPart } from './markdown';
import { proxyDocument } from './openapi/proxy';
import { verdictsDocument } from './openapi/verdicts';
import { operationsPage } from './operations/page';
import { alarmsPart, fullProduction, metricsPart, outputsPart } from './reference/page';

const ROOT = path.join(__dirname, '..', '..');

/** The page that is made from what the rule packs say of every stage and example, which takes longer than all others together. */
export const COMPLIANCE_PAGE = 'docs/compliance.md';

/** A file that is made, whole or in part. */
export interface GeneratedFile {
  /** Path from the repository's root. */
  readonly file: string;
  /** @returns what must stand in it */
  readonly make: () => string | Promise<string>;
}

/** Every file of the repository that is made from others. Figures and pictures of the bench are not among them: they are measured. */
export const GENERATED: readonly GeneratedFile[] = [
  { file: 'config/schema.json', make: schemaFileText },
  { file: 'client/codes.ts', make: clientCodes },
  ...SETTINGS_TYPES,
  ...Object.entries(POLICY_FILES).map(([file, permissions]) => ({ file: `bootstrap/${file}`, make: () => policyText(permissions) })),
  { file: 'bootstrap/toolkit-template.json', make: () => templateText(cdksTemplate()) },
  { file: 'docs/access.md', make: accessPage },
  { file: 'docs/attacks.md', make: attacksPage },
  { file: COMPLIANCE_PAGE, make: () => compliancePage(new Map(APPS.map((name) => [name, audit(name)]))) },
  { file: 'docs/configuration.md', make: configurationPage },
  { file: 'docs/cost.md', make: () => withParts('docs/cost.md', { costs: costPart(), capacity: capacityPart() }) },
  { file: 'docs/faults.md', make: faultsPage },
  { file: 'docs/openapi/proxy.json', make: proxyDocument },
  { file: 'docs/openapi/verdicts.json', make: verdictsDocument },
  { file: 'docs/operations.md', make: operationsPage },
  { file: 'docs/reference.md', make: referencePage },
];

function referencePage(): string {
  const stage = fullProduction();
  return withParts('docs/reference.md', { outputs: outputsPart(stage), alarms: alarmsPart(stage), metrics: metricsPart(stage) });
}

function withParts(file: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => withPart(text, name, part), written(file));
}

/** Whether a file holds what it must. The format of JSON is the formatter's. */
export function isUpToDate(file: string, text: string): boolean {
  const found = written(file);
  return file.endsWith('.json') && found !== '' ? isDeepStrictEqual(JSON.parse(found), JSON.parse(text)) : found === text;
}

/** A file as it stands in the repository; empty where there is none. */
export function written(file: string): string {
  try {
    return readFileSync(path.join(ROOT, file), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw cause;
  }
}
