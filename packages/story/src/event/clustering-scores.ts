interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** B-cubed precision, recall and F1 of a clustering (Bagga and Baldwin 1998), each item counted once. Both maps name the same items. */
export function bCubed(found: ReadonlyMap<string, string>, gold: ReadonlyMap<string, string>): Score {
  let [precision, recall] = [0, 0];
  for (const [id, cluster] of found) {
    let [both, inFound, inGold] = [0, 0, 0];
    for (const [other, otherCluster] of found) {
      const isTogether = otherCluster === cluster;
      const isSame = gold.get(other) === gold.get(id);
      if (isTogether) inFound += 1;
      if (isSame) inGold += 1;
      if (isTogether && isSame) both += 1;
    }
    precision += both / inFound;
    recall += both / inGold;
  }
  return scored(precision / found.size, recall / found.size);
}

/** Precision, recall and F1 over pairs of items that stand together. */
export function pairScores(found: ReadonlyMap<string, string>, gold: ReadonlyMap<string, string>): Score {
  const ids = [...found.keys()];
  let [both, inFound, inGold] = [0, 0, 0];
  for (const [place, id] of ids.entries())
    for (const other of ids.slice(place + 1)) {
      const isTogether = found.get(id) === found.get(other);
      const isSame = gold.get(id) === gold.get(other);
      if (isTogether) inFound += 1;
      if (isSame) inGold += 1;
      if (isTogether && isSame) both += 1;
    }
  return scored(inFound === 0 ? 1 : both / inFound, inGold === 0 ? 1 : both / inGold);
}

function scored(precision: number, recall: number): Score {
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
  };
}
