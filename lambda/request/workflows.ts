import type { PhotoKind, WorkflowRules } from '../../contract/environment';
import { type KnownNames, knownNames } from '../../contract/names';
import { WORKFLOW_ID } from '../../contract/operations';
import { Problem } from '../errors';

/** What is to be done with a workflow that a caller may use. */
export interface WorkflowPlan {
  readonly workflowId: string;
  /** The photo to inject; undefined for a workflow that passes through. */
  readonly injection: Injection | undefined;
  /** Form fields of the caller that are passed on with any content. */
  readonly callerFields: readonly string[];
}

export interface Injection {
  /** Form field that takes the photo. */
  readonly field: string;
  /** Name of the image kind, for the audit trail. */
  readonly kindName: string;
  readonly kind: PhotoKind;
}

export interface Workflows {
  /** @throws Problem `workflow-not-allowed` for a workflow that is in neither list, or one that gets a photo in another case. */
  plan(workflowId: string): WorkflowPlan;
  /** Whether a form field is one that only this proxy may fill, in any workflow and any spelling. `field` must be a form field's name. */
  isProtected(field: string): boolean;
}

/** @throws Error when a rule names an image kind that does not exist: a fault of the deployment, found at cold start. */
export function createWorkflows(rules: WorkflowRules, images: Readonly<Record<string, PhotoKind>>): Workflows {
  const inject = new Map(
    Object.entries(rules.inject).map(([workflowId, { field, image, callerFields = [] }]): [string, WorkflowPlan] => {
      const kind = Object.hasOwn(images, image) ? images[image] : undefined;
      if (kind === undefined) throw new Error(`Workflow ${workflowId} injects the image kind "${image}", which is not configured.`);
      return [workflowId, { workflowId, injection: { field, kindName: image, kind }, callerFields }];
    }),
  );
  const fields = knownNames([...inject.values()].flatMap(({ injection }) => injection?.field ?? []));
  const injecting = knownNames(inject.keys());
  return {
    plan: (workflowId) => inject.get(workflowId) ?? passThrough(rules, injecting, workflowId),
    isProtected: (field) => fields.find(field) !== undefined,
  };
}

function passThrough({ passThrough: rules }: WorkflowRules, injecting: KnownNames<string>, workflowId: string): WorkflowPlan {
  // Ids are hexadecimal in every example, and 5F is 5f to a reader that reads them as numbers: in another spelling, a workflow that
  // gets a photo would start without one.
  if (injecting.find(workflowId) !== undefined) {
    throw new Problem('workflow-not-allowed', 'the id is another spelling of a workflow that gets a photo');
  }
  if (rules === 'every-workflow-of-the-organisation') return { workflowId, injection: undefined, callerFields: [] };
  const rule = Object.hasOwn(rules, workflowId) ? rules[workflowId] : undefined;
  if (rule === undefined) throw new Problem('workflow-not-allowed', 'the workflow is in neither list of the configuration');
  return { workflowId, injection: undefined, callerFields: rule.callerFields ?? [] };
}

/** The only spelling of a workflow id that is looked up, logged or put into an upstream path. */
export function parseWorkflowId(value: unknown): string {
  if (typeof value === 'string' && WORKFLOW_ID.test(value)) return value;
  throw new Problem('invalid-request', `workflowId must match ${WORKFLOW_ID.source}`);
}
