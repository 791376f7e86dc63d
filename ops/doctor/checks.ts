import type { Finding } from '../failures/finding';
import { checkIdentity, checkLoggingRole } from './account/account';
import { checkBootstrap } from './account/bootstrap';
import { checkBoundaries } from './account/boundaries';
import { checkBoundaryPolicies } from './account/boundary-policies';
import { checkAgentReachable, checkRegionPairing } from './account/regions';
import { checkAlarmTopics } from './alarms/alarm-topics';
import { checkAlarms } from './alarms/alarms';
import { checkUnsubscribing } from './alarms/unsubscribing';
import { checkPreflight, checkRefusal } from './api';
import { checkEmailCase } from './email-case';
import type { Patient } from './patient';
import { checkKeyState } from './photos/key-state';
import { checkPhoto } from './photos/photo';
import { checkPublicAccess } from './photos/public-access';
import { checkBucketPrincipals, checkKeyPrincipals } from './policies/lost-principals';
import { checkNamesakes } from './policies/namesakes';
import { checkOperators } from './policies/operators';
import { checkFunctionRole } from './policies/permissions';
import { checkKeyReaders, checkReaders } from './policies/readers';
import { checkAppClients, checkSubjectClaim } from './pool';
import { checkSecret } from './secret';
import { checkSettings } from './settings';
import { checkStack } from './stack';
import { checkAskers } from './verdicts/askers';
import { checkReadingKey } from './verdicts/reading-key';
import { checkRecords } from './verdicts/records';
import { checkVerdictFunction, checkVerdictRole } from './verdicts/verdict-function';
import { checkVersions } from './versions';

/** One line of the screen. */
export interface Check {
  /** Stable name, for programs. */
  readonly id: string;
  readonly title: string;
  readonly group: 'Account' | 'Stage' | 'Photos' | 'Callers' | 'Microblink' | 'Verdicts' | 'Watch';
  /** Account checks have no meaning on the local stack. */
  readonly isForAccount?: boolean;
  readonly look: (patient: Patient) => Promise<Finding>;
}

/** Every check, in the order of the screen. */
export const CHECKS: readonly Check[] = [
  { id: 'identity', group: 'Account', title: 'credentials', isForAccount: true, look: checkIdentity },
  { id: 'settings', group: 'Account', title: 'settings', look: checkSettings },
  { id: 'bootstrap', group: 'Account', title: 'bootstrap', isForAccount: true, look: checkBootstrap },
  { id: 'logging-role', group: 'Account', title: 'logging role', isForAccount: true, look: checkLoggingRole },
  { id: 'boundary-policies', group: 'Account', title: 'boundary', isForAccount: true, look: checkBoundaryPolicies },
  { id: 'operators', group: 'Account', title: 'operators', isForAccount: true, look: checkOperators },
  { id: 'stack', group: 'Stage', title: 'stack', look: checkStack },
  { id: 'versions', group: 'Stage', title: 'versions', look: checkVersions },
  { id: 'function-role', group: 'Stage', title: 'function role', look: checkFunctionRole },
  { id: 'boundaries', group: 'Stage', title: 'boundaries', look: checkBoundaries },
  { id: 'no-token', group: 'Stage', title: 'without token', look: checkRefusal },
  { id: 'preflight', group: 'Stage', title: 'CORS', look: checkPreflight },
  { id: 'readers', group: 'Photos', title: 'readers', look: checkReaders },
  { id: 'bucket-roles', group: 'Photos', title: 'roles in policy', look: checkBucketPrincipals },
  { id: 'namesakes', group: 'Photos', title: 'id of the role', look: checkNamesakes },
  { id: 'key-readers', group: 'Photos', title: 'key', look: checkKeyReaders },
  { id: 'key-state', group: 'Photos', title: 'state of key', look: checkKeyState },
  { id: 'key-roles', group: 'Photos', title: 'roles in key', look: checkKeyPrincipals },
  { id: 'public-access', group: 'Photos', title: 'public access', look: checkPublicAccess },
  { id: 'photo', group: 'Photos', title: 'a photo', look: checkPhoto },
  { id: 'subject-claim', group: 'Callers', title: 'subject claim', look: checkSubjectClaim },
  { id: 'app-clients', group: 'Callers', title: 'app clients', look: checkAppClients },
  { id: 'email-case', group: 'Callers', title: 'e-mail case', look: checkEmailCase },
  { id: 'secret', group: 'Microblink', title: 'secret', look: checkSecret },
  { id: 'agent', group: 'Microblink', title: 'Agent API', look: checkAgentReachable },
  { id: 'regions', group: 'Microblink', title: 'regions', isForAccount: true, look: checkRegionPairing },
  { id: 'verdict-callers', group: 'Verdicts', title: 'callers', isForAccount: true, look: checkAskers },
  { id: 'verdict-function', group: 'Verdicts', title: 'function', look: checkVerdictFunction },
  { id: 'verdict-role', group: 'Verdicts', title: 'function role', look: checkVerdictRole },
  { id: 'verdict-records', group: 'Verdicts', title: 'records', look: checkRecords },
  { id: 'reading-secret', group: 'Verdicts', title: 'secret', look: checkReadingKey },
  { id: 'alarms', group: 'Watch', title: 'alarms', look: checkAlarms },
  { id: 'alarm-topic', group: 'Watch', title: 'alarm topic', look: checkAlarmTopics },
  { id: 'unsubscribing', group: 'Watch', title: 'unsubscribing', look: checkUnsubscribing },
];
