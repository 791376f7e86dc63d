import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CONFIG_DIRECTORY } from './config';
import { configSchema } from './schema';

/** What editors read: the shape of a stage's file, as JSON Schema. */
export const SCHEMA_FILE = path.join(CONFIG_DIRECTORY, 'schema.json');

/** The text that the file must hold. */
export function schemaFileText(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  return `${JSON.stringify({ title: 'Settings of one stage of face-match-proxy', ...schema }, null, 2)}\n`;
}

if (require.main === module) writeFileSync(SCHEMA_FILE, schemaFileText());
