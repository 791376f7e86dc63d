/** One place of a pattern: the characters that may stand there, once or as often as one likes. */
interface Place {
  readonly allows: (character: string) => boolean;
  readonly repeats: boolean;
  /** The one character that it allows, if it is one. */
  readonly letter?: string;
}

/** Names that a format of the Service Authorization Reference lets hold slashes. */
const WITH_SLASHES = /Path|ObjectName|LogGroupName|LogStreamName|ParameterName|UrlEncoded/;

/**
 * Whether a policy's pattern can match an ARN of a type of resource.
 * @param pattern with `*` for any characters and `?` for one
 * @param format as in the Service Authorization Reference, `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}`: a name holds no colon
 */
export function canBe(pattern: string, format: string): boolean {
  return format.split(/,\s*/).some((each) => overlap(placesOf(pattern), formatPlaces(each)));
}

function placesOf(pattern: string): Place[] {
  return [...pattern].map((letter) => {
    if (letter === '*' || letter === '?') return { allows: () => true, repeats: letter === '*' };
    return exactly(letter);
  });
}

function formatPlaces(format: string): Place[] {
  return format.split(/(\$\{[^}]+\})/).flatMap((part) => {
    if (!part.startsWith('${')) return [...part].map(exactly);
    const allows = (character: string): boolean => character !== ':' && (character !== '/' || WITH_SLASHES.test(part));
    return [
      { allows, repeats: false },
      { allows, repeats: true },
    ];
  });
}

function exactly(letter: string): Place {
  return { allows: (character) => character === letter, repeats: false, letter };
}

/** Whether some text fits both: walks through both at once, over every pair of places that can be reached. */
function overlap(left: readonly Place[], right: readonly Place[]): boolean {
  const open: [number, number][] = [[0, 0]];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [at, over] = next;
    if (at === left.length && over === right.length) return true;
    if (seen.has(`${at},${over}`)) continue;
    seen.add(`${at},${over}`);
    const [one, other] = [left[at], right[over]];
    if (one?.repeats) open.push([at + 1, over]);
    if (other?.repeats) open.push([at, over + 1]);
    if (one !== undefined && other !== undefined && share(one, other)) {
      open.push([one.repeats ? at : at + 1, other.repeats ? over : over + 1]);
    }
  }
  return false;
}

function share(one: Place, other: Place): boolean {
  const letters = [one.letter, other.letter].filter((letter) => letter !== undefined);
  return letters.every((letter) => one.allows(letter) && other.allows(letter));
}
