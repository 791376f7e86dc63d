import type { ContenderName } from './contenders';
import { DEFECTS } from './photos';
import type { AcceptanceFigure } from './results';
import { startEvent } from './start-event';
import type { Workshop } from './workshop';

/** Too much for the buffers between the two, so that a stalled Agent API is felt. */
const BYTES = 12_000_000;
/** A contender that never gives up is not waited for. */
const LIMITS_MS = 6000;

const WRONG = [...DEFECTS.filter((defect) => defect !== 'none'), 'stall'] as const;

/** What the Agent API accepts when the photo, or the Agent API itself, is not as it should be. */
export async function measureAcceptance(workshop: Workshop, contenders: readonly ContenderName[]): Promise<AcceptanceFigure[]> {
  const figures: AcceptanceFigure[] = [];
  for (const contender of contenders) {
    for (const defect of WRONG) figures.push({ contender, defect, accepted: await acceptedOf(workshop, contender, defect) });
  }
  return figures;
}

async function acceptedOf(workshop: Workshop, name: ContenderName, defect: (typeof WRONG)[number]): Promise<number> {
  const host = await workshop.host(name, 'unlimited');
  try {
    const before = await workshop.standIns.accepted();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, LIMITS_MS);
    // A process that dies of it has not been answered with a success either.
    await Promise.race([host.invoke(startEvent(BYTES, defect)).catch(() => undefined), late.promise]);
    clearTimeout(timer);
    return (await workshop.standIns.accepted()) - before;
  } finally {
    await host.stop();
  }
}
