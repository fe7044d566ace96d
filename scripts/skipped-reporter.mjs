/** A jest reporter that names, after the run, every suite that was skipped; its title says why. */
export default class SkippedReporter {
  onRunComplete(_contexts, results) {
    const skipped = new Set();
    for (const file of results.testResults) {
      for (const test of file.testResults)
        if (test.status === 'pending') skipped.add(test.ancestorTitles[0] ?? test.title);
    }
    for (const title of skipped) console.log(`skipped: ${title}`);
    if (skipped.size === 0) console.log('skipped: nothing');
  }
}
