#!/usr/bin/python3
"""What xml.etree reads of every canSAS1d XML file of the corpora: used by expectations.py, knows nothing of LensTools."""
import os, sys, collections
import xml.etree.ElementTree as ET
ROOT = sys.argv[1]
COLS = 'path format entry signal points n_curves qfirst ifirst difirst qmid imid dimid qlast ilast dilast q_unit i_unit title sample run instrument start end wavelength wavelength_unit distance distance_unit temperature temperature_unit proposal probe note'.split()
def ln(e): return e.tag.rsplit('}', 1)[-1]
def ns(e): return e.tag[1:].split('}')[0] if e.tag.startswith('{') else ''
def kids(e, n): return [c for c in e if ln(c) == n] if e is not None else []
def kid(e, *path):
    for n in path:
        k = kids(e, n)
        if not k: return None
        e = k[0]
    return e
def txt(e): return None if e is None else ' '.join(''.join(e.itertext()).split()) if '\n' in ''.join(e.itertext()) or '\t' in ''.join(e.itertext()) else ''.join(e.itertext()).strip()
def cell(v): return '-' if v is None else '""' if v == '' else v
def num(e):
    t = txt(e)
    if t is None: return '-'
    try: return repr(float(t))
    except ValueError: return cell(t)
def u(e): return '-' if e is None else cell(e.get('unit'))
rows = []
def do(path):
    full = os.path.join(ROOT, path); raw = open(full, 'rb').read()
    root = ET.fromstring(raw)
    if ln(root) != 'SASroot': return False
    common = ['namespace=%s version=%s' % (ns(root) or '""', root.get('version'))]
    d = raw[:raw.find(b'?>')] if raw.startswith(b'<?xml') else b''
    common.append('encoding %s' % (d.split(b'encoding=')[1].split()[0].strip(b'\'"').decode() if b'encoding=' in d else 'not declared'))
    if any(b > 127 for b in raw): common.append('non-ASCII bytes')
    E = kids(root, 'SASentry')
    for n, e in enumerate(E, 1):
        note = list(common)
        if len(E) > 1: note.append('entry %d of %d' % (n, len(E)))
        D = kids(e, 'SASdata'); pts = [len(kids(x, 'Idata')) for x in D]
        r = dict.fromkeys(COLS, '-')
        r.update(path=path, format='CanSasXml', entry=e.get('name') or 'SASentry[%d]' % n, points=str(sum(pts)), n_curves=str(len(D)))
        if not e.get('name'): note.append('SASentry has no name')
        if D:
            r['signal'] = '/SASroot/SASentry[%d]/SASdata[1]/Idata/I' % n
            I = kids(D[0], 'Idata'); m = len(I)
            for tag, i in (('first', 0), ('mid', m // 2), ('last', m - 1)):
                for c, nm in (('q', 'Q'), ('i', 'I'), ('di', 'Idev')): r[c + tag] = num(kid(I[i], nm))
            r['q_unit'] = u(kid(I[0], 'Q')); r['i_unit'] = u(kid(I[0], 'I'))
            for nm in ('Q', 'I', 'Idev', 'Qdev', 'dQw', 'dQl', 'Qmean'):
                cnt = collections.Counter(u(kid(x, nm)) for x in I if kid(x, nm) is not None); tot = sum(cnt.values())
                if len(cnt) > 1: note.append('%s units differ: %s' % (nm, dict(cnt)))
                if tot and tot < m: note.append('%s only on %d of %d points' % (nm, tot, m))
                if nm not in ('Q', 'I') and tot: note.append('%s unit %s' % (nm, '/'.join(cnt)))
                bl = sum(1 for x in I if kid(x, nm) is not None and txt(kid(x, nm)) == '')
                if bl: note.append('%s blank on %d points' % (nm, bl))
            if all(kid(x, 'Idev') is None for x in I): note.append('no Idev')
            qd = [kid(x, 'Qdev') for x in I]
            if all(x is not None for x in qd) and all(float(txt(x)) == 0 for x in qd): note.append('Qdev all 0')
            if len(D) > 1: note.append('curves: ' + ', '.join('%s:%d' % (x.get('name') or '?', k) for x, k in zip(D, pts)))
            elif D[0].get('name'): note.append('SASdata name=' + D[0].get('name'))
        r['title'] = cell(txt(kid(e, 'Title')))
        R = kids(e, 'Run'); r['run'] = cell(txt(R[0])) if R else '-'
        if len(R) > 1: note.append('%d runs: %s' % (len(R), ' | '.join('%s (name=%s)' % (txt(x), x.get('name')) for x in R)))
        elif R and R[0].get('name'): note.append('Run@name=' + R[0].get('name'))
        s = kid(e, 'SASsample')
        if s is not None:
            r['sample'] = cell(txt(kid(s, 'ID')))
            if s.get('name'): note.append('SASsample@name=' + s.get('name'))
            t = kid(s, 'temperature'); r['temperature'] = num(t); r['temperature_unit'] = u(t)
            for nm in ('thickness', 'transmission'):
                t = kid(s, nm)
                if t is not None: note.append('%s=%s%s' % (nm, num(t), ' ' + t.get('unit') if t.get('unit') else ''))
        i = kid(e, 'SASinstrument')
        if i is not None:
            r['instrument'] = cell(txt(kid(i, 'name')))
            if kid(i, 'name') is None and i.get('name'): note.append('no SASinstrument/name, but @name=' + i.get('name'))
            w = kid(i, 'SASsource', 'wavelength'); r['wavelength'] = num(w); r['wavelength_unit'] = u(w)
            a, b = kid(i, 'SASsource', 'wavelength_min'), kid(i, 'SASsource', 'wavelength_max')
            if a is not None or b is not None: note.append('wavelength_min/max=%s %s..%s %s' % (num(a), u(a), num(b), u(b)))
            r['probe'] = cell(txt(kid(i, 'SASsource', 'radiation')))
            det = kids(i, 'SASdetector')
            for x in det:
                t = kid(x, 'SDD')
                if t is not None: r['distance'], r['distance_unit'] = num(t), u(t); break
            if len(det) > 1: note.append('%d detectors: %s; distance of the first' % (len(det), ', '.join('%s %s %s' % (txt(kid(x, 'name')), num(kid(x, 'SDD')), u(kid(x, 'SDD'))) for x in det)))
        else: note.append('no SASinstrument')
        p = [x for x in kids(e, 'SASprocess') if kid(x, 'date') is not None]
        if p: note.append('process date=' + cell(txt(kid(p[0], 'date'))))
        T = kids(e, 'SAStransmission_spectrum')
        if T: note.append('%d transmission spectra: %s' % (len(T), ', '.join('%s:%d' % (x.get('name'), len(kids(x, 'Tdata'))) for x in T)))
        fx = sorted({c.tag for c in e.iter() if ns(c) != ns(root)})
        if fx: note.append('foreign elements: ' + ', '.join(fx))
        if r['distance'] != '-': pass
        r['note'] = '; '.join(note).replace('\t', ' ').replace('\n', ' ')
        rows.append(r)
    return True
def read_all():
    for d, _, fs in os.walk(ROOT):
        for n in fs:
            p = os.path.join(d, n); raw = open(p, 'rb').read()
            if b'<SASroot' in raw and not raw.startswith(b'\x89HDF') and not n.endswith('.xsd'): do(os.path.relpath(p, ROOT))
    rows.sort(key=lambda r: r['path'])
    return rows
