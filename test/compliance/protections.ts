import type { Protection } from '../support/compliance-protection';
import { API_PROTECTIONS } from './protections-api';
import { AUDIT_PROTECTIONS } from './protections-audit';
import { BUCKET_PROTECTIONS } from './protections-bucket';
import { CALLER_PROTECTIONS } from './protections-callers';
import { EDGE_PROTECTIONS } from './protections-edge';
import { FUNCTION_PROTECTIONS } from './protections-function';
import { PHOTO_PROTECTIONS } from './protections-photos';
import { SERVICE_PROTECTIONS } from './protections-service';
import { WATCH_PROTECTIONS } from './protections-watch';

/** Every protection of a production stage, in the order of a request: caller, firewall, gateway, function, photos, keys, record, alarms. */
export const PROTECTIONS: readonly Protection[] = [
  ...CALLER_PROTECTIONS,
  ...EDGE_PROTECTIONS,
  ...API_PROTECTIONS,
  ...FUNCTION_PROTECTIONS,
  ...BUCKET_PROTECTIONS,
  ...PHOTO_PROTECTIONS,
  ...SERVICE_PROTECTIONS,
  ...AUDIT_PROTECTIONS,
  ...WATCH_PROTECTIONS,
];
