/** Statements without which every call is decided as before, by the reason. One that is not here and is not noticed fails the run, as one here that is. */
export const UNNOTICED: Readonly<Record<string, readonly string[]>> = {
  'Denies what nothing allows, so that an allowance added later does not count.': [
    'GrantsForServicesAlone',
    'NobodyHandsTheUseOn',
    'OthersDoNotDecrypt',
    'OthersDoNotEncrypt',
  ],
  'Is about calls that services of AWS make for a log, a table or a reader of the trail, which are not among the calls.': [
    'DecryptCounts',
    'FirewallDelivers',
    'LogOfaudit',
    'LogOfphotos',
    'ReadersOfTheTrailDecryptThroughS3',
    'TablesAreGranted',
  ],
  'Is about the one action that is not judged.': ['SeeItsConcurrency'],
};
