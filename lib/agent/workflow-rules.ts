import type { PassThroughWorkflow, WorkflowRules } from '../../contract/environment';
import type { WorkflowsSettings } from '../config/sections/workflows';

/** The workflows in the form that the function reads: a list of ids and objects becomes one object by id. */
export function workflowRules({ inject, passThrough }: WorkflowsSettings): WorkflowRules {
  if (typeof passThrough === 'string') return { inject, passThrough };
  const passing = passThrough.map((entry): [string, PassThroughWorkflow] => {
    const { workflow, callerFields } = typeof entry === 'string' ? { workflow: entry, callerFields: undefined } : entry;
    return [workflow, callerFields === undefined ? {} : { callerFields }];
  });
  return { inject, passThrough: Object.fromEntries(passing) };
}
