// The books balance, after every test: each request has an outcome, each completion an entry, and `parley ledger verify` finds
// nothing wrong with them.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

import {eventually} from './eventually.mjs';

const verifyMsMax = 120_000;

/** While Parley runs: what it counted agrees, once the last requests have ended. */
export async function checkCounts(adminUrl) {
  let page = '';
  await eventually(async () => {
    page = await (await fetch(`${adminUrl}/metrics`)).text();
    return countsAgree(page);
  }, 'agreement of requests, outcomes and entries').catch(error => assert.fail(`${error.message}\n${page}`));
}

function countsAgree(page) {
  const total = name => [...page.matchAll(new RegExp(`^${name}(?:{.*})? (\\S+)$`, 'gm'))].reduce((sum, found) => sum + Number(found[1]), 0);
  if (total('parley_exchanges_begun_total') !== total('parley_exchanges_ended_total')) return false;
  const asked = total('parley_requests_total') - 1;  // this page
  const entries = total('parley_ledger_entries_total') + total('parley_ledger_unrecorded_total');
  return total('parley_request_outcomes_total') === asked && total('parley_model_requests_total') === entries;
}

/** Once Parley has ended: entries, costs and totals of the folder `data` are right. */
export async function checkLedger(binary, data) {
  await promisify(execFile)(binary, ['ledger', 'verify', '--data', data], {timeout: verifyMsMax}).catch(error => {
    assert.fail(`the books are not right:\n${error.stdout}${error.stderr}`);
  });
}
