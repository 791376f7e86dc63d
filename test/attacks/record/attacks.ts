import type { AttackSection } from './attack';
import { BODY_ATTACKS } from './body-attacks';
import { OTHER_ATTACKS } from './other-attacks';
import { OWASP_ATTACKS } from './owasp-attacks';
import { TUTORIAL_ATTACKS } from './tutorial-attacks';

/** Every attack, in the order of docs/attacks.md. */
export const ATTACK_SECTIONS: readonly AttackSection[] = [...OWASP_ATTACKS, TUTORIAL_ATTACKS, ...BODY_ATTACKS, ...OTHER_ATTACKS];

export const OWN_START = 'her own start, with her photo';

/** What an attack is answered with, and what the Agent API gets of it. */
export function expectedOf({ answer, reaches, ownRequest }: AttackSection['attacks'][number]): { answer: string; reaches: string } {
  return ownRequest ? { answer: '200', reaches: reaches ?? OWN_START } : { answer: answer ?? '', reaches: reaches ?? 'nothing' };
}
