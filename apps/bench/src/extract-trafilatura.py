"""usage: python extract-trafilatura.py DATA: the same lines as extract-tool.ts, by trafilatura (and htmldate, which it uses)."""
import gzip
import json
import os
import sys
import time

import trafilatura
from trafilatura import bare_extraction

WARM = 60


def read(html, url):
    try:
        found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    except Exception:
        found = None
    if found is None:
        return {'title': None, 'authors': [], 'published': None, 'body': ''}
    found = found if isinstance(found, dict) else found.as_dict()
    authors = [name.strip() for name in (found.get('author') or '').split(';') if name.strip()]
    return {'title': found.get('title'), 'authors': authors, 'published': found.get('date'), 'body': found.get('text') or ''}


def main(folder):
    labels = [json.loads(line) for line in open(os.path.join(folder, 'truth.jsonl'), encoding='utf-8') if line.strip()]
    labels = [label for label in labels if label['dataset'] != 'charset']

    def html(label):
        data = open(os.path.join(folder, label['html']), 'rb').read()
        if label['html'].endswith('.gz'):
            data = gzip.decompress(data)
        return data.decode(label.get('charset') or 'utf-8', 'replace')

    for label in labels[:WARM]:
        read(html(label), label['url'])
    spent = 0.0
    for label in labels:
        page = html(label)
        before = time.process_time()
        found = read(page, label['url'])
        spent += time.process_time() - before
        print(json.dumps({'id': label['id'], **found}))
    print(json.dumps({'cpuMs': spent * 1000 / len(labels), 'version': trafilatura.__version__}))


main(sys.argv[1])
