import { z } from 'zod';
import { configSchema } from './schema';

/** The content of config/schema.json, which editors read: the shape of a stage's file, as JSON Schema. */
export function schemaFileText(): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  return `${JSON.stringify({ title: 'Settings of one stage of face-match-proxy', ...schema }, null, 2)}\n`;
}
