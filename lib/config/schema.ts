import { z } from 'zod';
import { agent } from './sections/agent';
import { alarms, rollout } from './sections/alarms';
import { api } from './sections/api';
import { auditTrail } from './sections/audit';
import { callers } from './sections/callers';
import { bucket, images, operators } from './sections/images';
import { cors, functionSettings, limits, logs } from './sections/running';
import { loggingRoleBoundary, permissionsBoundary, residency, tags } from './sections/stage';
import { verdicts } from './sections/verdicts';
import { workflows } from './sections/workflows';
import { PURPOSE, strictObject } from './values';

/**
 * The settings of one stage, as written in `config/<stage>.json`. The shape only: what two settings together may not be
 * is in `lib/config/rules`. `config/schema.json` is made from this, so no part may transform its input.
 */
export const configSchema = strictObject({
  $schema: z.string({ error: 'a text' }).optional().describe('Where an editor finds the schema of this file: ./schema.json'),
  purpose: PURPOSE.describe(
    'production: data stays when the stack is deleted; operators and retention are required. development: data stays too, with warnings in place of requirements. throw-away: everything is deleted with the stack.',
  ),
  agent,
  callers,
  images,
  bucket,
  operators: operators.optional(),
  workflows,
  verdicts: verdicts.optional(),
  cors,
  limits,
  api,
  function: functionSettings,
  rollout,
  logs,
  alarms,
  auditTrail,
  residency,
  tags,
  permissionsBoundary: permissionsBoundary.optional(),
  loggingRoleBoundary: loggingRoleBoundary.optional(),
});
