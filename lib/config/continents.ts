/** Where data is, as coarse as rules on residency are. */
export type Continent = 'North America' | 'South America' | 'Europe' | 'Asia' | 'Africa' | 'Oceania';

/** AWS regions by the beginning of their name; the longest that fits decides ("AWS Regions and Availability Zones"). */
const AWS_REGIONS: Readonly<Record<string, Continent>> = {
  'us-': 'North America',
  'ca-': 'North America',
  'mx-': 'North America',
  'sa-': 'South America',
  'eu-': 'Europe',
  'ap-': 'Asia',
  'ap-southeast-2': 'Oceania',
  'ap-southeast-4': 'Oceania',
  'ap-southeast-6': 'Oceania',
  'il-': 'Asia',
  'me-': 'Asia',
  'af-': 'Africa',
};

/** Regions of Microblink Platform that are known. A new one is not guessed: that its name begins like another's says nothing. */
const MICROBLINK_REGIONS: Readonly<Record<string, Continent>> = {
  us: 'North America',
  'us-east': 'North America',
  eu: 'Europe',
  br: 'South America',
};

/** @returns undefined for a region that is not known here */
export function continentOfAwsRegion(region: string): Continent | undefined {
  const fitting = Object.keys(AWS_REGIONS).filter((beginning) => region.startsWith(beginning));
  const [longest] = fitting.sort((one, other) => other.length - one.length);
  return longest === undefined ? undefined : AWS_REGIONS[longest];
}

/** @returns undefined for a region that is not known here */
export function continentOfMicroblinkRegion(region: string): Continent | undefined {
  return Object.hasOwn(MICROBLINK_REGIONS, region) ? MICROBLINK_REGIONS[region] : undefined;
}
