import { isDeepStrictEqual } from 'node:util';
import { knownNames } from '../../../contract/names';
import type { Fault } from '../faults';
import { namesOf, valueAt } from '../input';
import type { WorkflowsSettings } from '../parts';
import type { SoundSections } from '../rule';

/** Every workflow once, every image known, and no caller's field that is a photo's. */
export function workflowsRule({ workflows }: SoundSections, input: unknown): Fault[] {
  if (workflows === undefined) return [];
  return [...emptyFaults(input), ...imageFaults(workflows, input), ...doubleFaults(workflows), ...callerFieldFaults(workflows)];
}

/** Looks at the input: an entry with a fault in it is an entry, and what has the wrong shape has its fault already. */
function emptyFaults(input: unknown): Fault[] {
  const { inject = {}, passThrough = [] } = Object(valueAt(input, ['workflows']));
  if (!isDeepStrictEqual([inject, passThrough], [{}, []])) return [];
  return [{ path: ['workflows'], accepts: 'at least one workflow in "inject" or "passThrough"' }];
}

/** Looks the kinds up in the input: a kind with its own fault is still configured, and a missing one is a fault already. */
function imageFaults({ inject }: WorkflowsSettings, input: unknown): Fault[] {
  const kinds = namesOf(input, 'images');
  if (kinds.length === 0) return [];
  return Object.entries(inject)
    .filter(([, { image }]) => !kinds.includes(image))
    .map(([id]) => ({ path: ['workflows', 'inject', id, 'image'], accepts: `one of the configured images: ${kinds.join(', ')}` }));
}

function doubleFaults({ inject, passThrough }: WorkflowsSettings): Fault[] {
  const names = Object.keys(inject);
  const injecting = knownNames(names);
  // At run time one of them would take the requests of both.
  const injectedTwice = names.flatMap((id, at) =>
    knownNames(names.slice(0, at)).find(id) === undefined
      ? []
      : [{ path: ['workflows', 'inject', id], accepts: 'each workflow once, in any case' }],
  );
  if (typeof passThrough === 'string') return injectedTwice;
  const ids = passThrough.map((entry) => (typeof entry === 'string' ? entry : entry.workflow));
  const passedTwice = ids.flatMap((id, at) => {
    const path = ['workflows', 'passThrough', at];
    if (injecting.find(id) !== undefined) return [{ path, accepts: 'a workflow that is not in workflows.inject, in any case' }];
    return knownNames(ids.slice(0, at)).find(id) === undefined ? [] : [{ path, accepts: 'each workflow once, in any case' }];
  });
  return [...injectedTwice, ...passedTwice];
}

/** A protected field is refused at run time in every workflow, so to list it would have no effect. */
function callerFieldFaults({ inject, passThrough }: WorkflowsSettings): Fault[] {
  const protectedFields = knownNames(Object.values(inject).map(({ field }) => field));
  const lists: [PropertyKey[], readonly string[]][] = [
    ...Object.entries(inject).map(([id, { callerFields }]): [PropertyKey[], readonly string[]] => [
      ['workflows', 'inject', id],
      callerFields ?? [],
    ]),
    ...(typeof passThrough === 'string' ? [] : passThrough).map((entry, at): [PropertyKey[], readonly string[]] => [
      ['workflows', 'passThrough', at],
      (typeof entry === 'string' ? undefined : entry.callerFields) ?? [],
    ]),
  ];
  return lists.flatMap(([path, fields]) =>
    fields.flatMap((field, at) =>
      protectedFields.find(field) === undefined
        ? []
        : [{ path: [...path, 'callerFields', at], accepts: 'a field that takes no photo in any workflow, in any spelling' }],
    ),
  );
}
