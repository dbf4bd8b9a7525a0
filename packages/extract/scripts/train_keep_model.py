"""Trains the keep/drop model of the blocks of a page and writes it as JSON.

usage: python train_keep_model.py TRUTH.jsonl ROWS.jsonl OUT.json   (ROWS from block-rows.ts; needs numpy, scikit-learn)
       python train_keep_model.py TRUTH.jsonl ROWS.jsonl --cv       (five folds over sites, writes nothing)

Gradient-boosted trees on log-loss, blocks weighted by their share of their page's article, so that every page counts
alike. Trained on pages of sets whose labels may be used for it (MIT, Apache-2.0, CC-BY-4.0): scrapinghub
article-extraction-benchmark, fundus fixtures, WCXB ((c) 2026 Murrough Foley), readability.js test pages.
"""
import collections, json, re, sys
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

WORD = re.compile(r'\w+', re.UNICODE)
TRAINING_SETS = {'scrapinghub', 'fundus', 'wcxb', 'readability'}


def label(blocks, body):
    """1 for blocks of the article: most 4-grams in the body; short ones equal to a line of it and near its other blocks."""
    words = WORD.findall(body)
    grams = set(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3)))
    lines = {' '.join(WORD.findall(line)) for line in body.split('\n')}
    share, mass = [], collections.Counter()
    keys = [WORD.findall(block['text']) for block in blocks]
    for block, key in zip(blocks, keys):
        if len(key) >= 4:
            own = [tuple(key[i:i + 4]) for i in range(len(key) - 3)]
            share.append(sum(gram in grams for gram in own) / len(own))
        else:
            share.append(1.0 if key and ' '.join(key) in lines else 0.0)
        if share[-1] >= .5 and len(key) >= 8:
            mass[block['parent']] += len(key)
    sure = [i for i, key in enumerate(keys) if share[i] >= .5 and len(key) >= 8]
    first, last = (sure[0], sure[-1]) if sure else (0, -1)
    copies = collections.defaultdict(list)
    for i, key in enumerate(keys):
        copies[' '.join(key)].append(i)
    labels = [0] * len(blocks)
    for key, places in copies.items():
        places = [i for i in places if share[i] >= .5]
        if key and len(key.split()) < 8:
            places = [i for i in places if first - 6 <= i <= last + 6]
        if not key or not places:
            continue
        times = max(1, body.count(blocks[places[0]]['text']))
        for i in sorted(places, key=lambda i: (-mass[blocks[i]['parent']], i))[:times]:
            labels[i] = 1
    return labels


def load(truth_path, rows_path):
    truth = {r['id']: r for r in map(json.loads, open(truth_path, encoding='utf-8'))}
    rows = open(rows_path, encoding='utf-8')
    names = json.loads(next(rows))['features']
    pages = []
    for line in rows:
        page = json.loads(line)
        record = truth[page['id']]
        if page['blocks'] and record['dataset'] in TRAINING_SETS:
            pages.append((record, page['blocks'], label(page['blocks'], record['body'])))
    return names, pages


def arrays(pages):
    x = np.concatenate([np.array([b['row'] for b in blocks]) for _, blocks, _ in pages])
    y = np.concatenate([np.array(labels) for *_, labels in pages])
    weights = []
    for _, blocks, labels in pages:
        size = np.array([min(200, len(WORD.findall(b['text']))) for b in blocks], float)
        article = max(50, float(sum(size[np.array(labels) == 1])))
        weights.append((size + 1) / article)
    w = np.concatenate(weights)
    return x, y, w / w.mean()


def model():
    return HistGradientBoostingClassifier(max_iter=320, learning_rate=.04, max_leaf_nodes=12, l2_regularization=8,
                                          min_samples_leaf=40, max_features=.2, random_state=0)


def export(fitted, names, path):
    trees = []
    for (tree,) in fitted._predictors:
        trees.append([[-1, round(float(n['value']), 4), 0, 0] if n['is_leaf'] else
                      [int(n['feature_idx']), round(float(n['num_threshold']), 5), int(n['left']), int(n['right'])] for n in tree.nodes])
    start = float(np.ravel(fitted._baseline_prediction)[0])
    lines = ',\n'.join(json.dumps(tree, separators=(',', ':')) for tree in trees)
    open(path, 'w', encoding='utf-8').write('{"features":%s,\n"start":%.5f,\n"trees":[\n%s\n]}\n' % (json.dumps(names), start, lines))


if __name__ == '__main__':
    names, pages = load(sys.argv[1], sys.argv[2])
    x, y, w = arrays(pages)
    if sys.argv[3] == '--cv':
        sites = sorted({r['domain'] for r, *_ in pages})
        fold = {site: i % 5 for i, site in enumerate(np.random.default_rng(0).permutation(sites))}
        at = np.repeat([fold[r['domain']] for r, *_ in pages], [len(b) for _, b, _ in pages])
        loss = [np.average((model().fit(x[at != k], y[at != k], sample_weight=w[at != k]).predict(x[at == k]) != y[at == k]),
                           weights=w[at == k]) for k in range(5)]
        print('weighted block error by fold:', ' '.join('%.4f' % v for v in loss))
    else:
        export(model().fit(x, y, sample_weight=w), names, sys.argv[3])
