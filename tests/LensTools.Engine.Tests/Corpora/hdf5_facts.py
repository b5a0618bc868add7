#!/usr/bin/python3
"""What h5py reads of every HDF5 file of the corpora: used by expectations.py, knows nothing of LensTools."""
import os, sys, h5py, numpy as np
ROOT = sys.argv[1]
COLS = 'path format entry signal points n_curves qfirst ifirst difirst qmid imid dimid qlast ilast dilast q_unit i_unit title sample run instrument start end wavelength wavelength_unit distance distance_unit temperature temperature_unit proposal probe note'.split()
SIG = b'\x89HDF\r\n\x1a\n'

# ------------------------------------------------------------------ basics
def text(v):
    """attribute or dataset value -> python str / number / None (1-element arrays -> element)"""
    if v is None: return None
    if isinstance(v, h5py.Empty): return ''
    if isinstance(v, np.ndarray):
        if v.size == 0: return None
        if v.size > 1:
            return None
        v = v.ravel()[0]
    if isinstance(v, bytes):
        try: v = v.decode('utf-8')
        except UnicodeDecodeError: v = v.decode('latin-1')
    if isinstance(v, str): return v.replace('\x00', '').strip()
    if isinstance(v, np.generic): return v.item()
    return v
def attr(o, k): return text(o.attrs[k]) if o is not None and k in o.attrs else None
def attrl(o, k):
    """attribute as list of names: handles arrays, 'a,b', 'a:b', 'a b', '[a,b]'"""
    if k not in o.attrs: return None
    v = o.attrs[k]
    if isinstance(v, np.ndarray) and v.size > 1: return [text(x) for x in v.ravel()]
    v = text(v)
    if not isinstance(v, str): return [v]
    v = v.strip('[]')
    for s in (',', ':', ' '):
        if s in v: return [x.strip() for x in v.split(s) if x.strip()]
    return [v]
def cell(v):
    if v is None: return '-'
    if isinstance(v, str):
        v = ' '.join(v.replace('\t', ' ').split()) if ('\n' in v or '\t' in v or '\r' in v) else v
        return v if v != '' else '""'
    if isinstance(v, bool): return str(v)
    if isinstance(v, float): return repr(v)
    return str(v)
def kids(g):
    """members in h5py listing order (name order; no file here tracks creation order) ; unresolved -> None"""
    for k in g:
        try: o = g[k]
        except Exception: o = None
        yield k, o
def groups(g): return [(k, o) for k, o in kids(g) if isinstance(o, h5py.Group)]
def ds(g, *paths):
    """first dataset that exists (value, unit, path)"""
    if g is None: return None, None, None
    for p in paths:
        try: o = g[p]
        except Exception: continue
        if isinstance(o, h5py.Dataset):
            try: v = text(o[()])
            except Exception: continue
            if v is None and o.size and o.size > 1: v = None
            u = attr(o, 'units')
            if u is None: u = attr(o, 'unit')
            return v, u, o.name
    return None, None, None
def cls(o): return attr(o, 'NX_class')
def can(o):
    c = attr(o, 'canSAS_class')
    return c if c is not None else attr(o, 'SAS_class')
def bycls(g, *names):
    return [(k, o) for k, o in groups(g) if cls(o) in names or can(o) in names]
def F(a, i):
    try: return repr(float(a[i]))
    except Exception: return '-'
def tri(a):
    n = a.size
    return [F(a, 0), F(a, n // 2), F(a, n - 1)]
rows = []; dev = []; skipped = []
def row(**k):
    r = {c: '-' for c in COLS}
    for a, b in k.items(): r[a] = b if isinstance(b, str) and b in ('-',) else cell(b)
    rows.append(r)

# ------------------------------------------------------------------ NXcanSAS
RAD = ('Spallation Neutron Source', 'Pulsed Reactor Neutron Source', 'Reactor Neutron Source', 'Synchrotron X-ray Source', 'Pulsed Muon Source', 'Rotating Anode X-ray', 'Fixed Tube X-ray', 'UV Laser', 'Free-Electron Laser', 'Optical Laser', 'Ion Source', 'UV Plasma Source', 'neutron', 'x-ray', 'muon', 'electron', 'ultraviolet', 'visible light', 'positron', 'proton')
Q_OK = ('1/m', '1/nm', '1/angstrom'); I_OK = ('1/m', '1/cm', 'm2/g', 'cm2/g', 'arbitrary')
def is_entry(k, o):
    return (can(o) == 'SASentry' or cls(o) == 'SASentry' or k.lower().startswith('sasentry')
            or (text(o['definition'][()]) == 'NXcanSAS' if 'definition' in o and isinstance(o['definition'], h5py.Dataset) else False))
def is_data(k, o):
    if can(o) == 'SASdata' or cls(o) == 'SASdata': return True
    if can(o) or cls(o) in ('SAStransmission_spectrum',): return False
    return k.lower().startswith('sasdata')
def sasdata(g): return [(k, o) for k, o in groups(g) if is_data(k, o)]
def unit(o):
    for k in ('units', 'unit'):
        u = attr(o, k)
        if u is not None: return u
    return None
def sigma_of(g, I):
    for o, k in ((I, 'uncertainties'), (I, 'uncertainty'), (I, 'uncertainity'), (g, 'I_uncertainties'), (g, 'I_uncertainty')):
        v = attr(o, k)
        if isinstance(v, str) and v in g: return g[v]
    return g['Idev'] if 'Idev' in g else None
def q_flat(g, I, note):
    """q for every flattened intensity"""
    n = I.size
    def spread(a, name):
        if a.shape == I.shape: return a.ravel()
        sh, ish = a.shape, I.shape
        if len(ish) >= len(sh) and ish[len(ish) - len(sh):] == sh:
            return np.broadcast_to(a, ish).ravel()
        if a.ndim == 3 and I.ndim == 5 and sh == (ish[1], ish[3], ish[4]):      # example_13: (t,y,x) in (T,t,P,y,x)
            return np.broadcast_to(a[None, :, None, :, :], ish).ravel()
        note.append('Q shape %s does not fit I %s' % (sh, ish)); return None
    if 'Q' in g:
        if I.ndim > 1 and g['Q'].ndim > 1: note.append('2-D' if I.ndim == 2 else '%d-D' % I.ndim)
        elif I.ndim > 1: note.append('I rank %d, Q rank %d: q repeated along the trailing axis' % (I.ndim, g['Q'].ndim))
        return spread(g['Q'][()], 'Q'), unit(g['Q']), 'Q'
    if 'Qx' in g and 'Qy' in g:
        x = spread(g['Qx'][()], 'Qx'); y = spread(g['Qy'][()], 'Qy'); z = spread(g['Qz'][()], 'Qz') if 'Qz' in g else 0
        note.append('2-D' if I.ndim == 2 else '%d-D' % I.ndim); note.append('q=sqrt(Qx^2+Qy^2' + ('+Qz^2)' if 'Qz' in g else ')'))
        return (np.sqrt(x * x + y * y + z * z) if x is not None and y is not None else None), unit(g['Qx']), 'Qx,Qy'
    note.append('no Q'); return None, None, None

def meta_cansas(e, note):
    m = dict(title='-', sample='-', run='-', instrument='-', start='-', end='-', wavelength='-', wavelength_unit='-', distance='-', distance_unit='-', temperature='-', temperature_unit='-', proposal='-', probe='-')
    t, _, _ = ds(e, 'title'); m['title'] = cell(t)
    runs = [k for k, o in kids(e) if isinstance(o, h5py.Dataset) and (k == 'run' or k.startswith('run_'))]
    if runs:
        rv = [text(e[k][()]) for k in runs]; m['run'] = cell(rv[0])
        if len(rv) > 1: note.append('%d runs: %s' % (len(rv), ' | '.join(map(str, rv))))
    s = bycls(e, 'NXsample', 'SASsample')
    if s:
        v, _, p = ds(s[0][1], 'name', 'ID'); m['sample'] = cell(v)
        if p and p.endswith('/ID'): note.append('sample from ID')
        v, u, p = ds(s[0][1], 'temperature'); m['temperature'] = cell(v); m['temperature_unit'] = cell(u)
        v, u, p = ds(s[0][1], 'thickness')
        if p: note.append('thickness=%s %s' % (cell(v), cell(u)))
    i = bycls(e, 'NXinstrument', 'SASinstrument')
    if i:
        I = i[0][1]
        v, _, _ = ds(I, 'name'); m['instrument'] = cell(v)
        src = bycls(I, 'NXsource', 'SASsource')
        if src:
            S = src[0][1]
            v, u, p = ds(S, 'incident_wavelength'); m['wavelength'] = cell(v); m['wavelength_unit'] = cell(u) if p else '-'
            if p is None:
                a, ua, pa = ds(S, 'wavelength_min'); b, ub, pb = ds(S, 'wavelength_max')
                if pa or pb: note.append('wavelength_min/max=%s..%s %s' % (cell(a), cell(b), cell(ua)))
            v, _, p = ds(S, 'probe', 'radiation', 'type'); m['probe'] = cell(v)
            if p: note.append('probe from ' + p.rsplit('/', 1)[1])
        det = bycls(I, 'NXdetector', 'SASdetector')
        if det:
            for k, d in det:
                v, u, p = ds(d, 'SDD', 'distance')
                if p: m['distance'] = cell(v); m['distance_unit'] = cell(u); break
            if len(det) > 1: note.append('%d detectors, distance of %s' % (len(det), k))
    pr = bycls(e, 'NXprocess', 'SASprocess')
    for k, p in pr:
        v, _, pp = ds(p, 'date')
        if pp: note.append('process date=' + cell(v)); break
    tr = [k for k, o in groups(e) if can(o) == 'SAStransmission_spectrum' or cls(o) == 'SAStransmission_spectrum']
    if tr: note.append('%d transmission spectra' % len(tr))
    return m

def do_cansas(path, ek, e, base_note):
    note = list(base_note); D = sasdata(e); total = 0; first = None
    for k, g in D:
        if 'I' in g and isinstance(g['I'], h5py.Dataset):
            total += int(g['I'].size)
            if first is None: first = (k, g)
    m = meta_cansas(e, note)
    r = dict(path=path, format='NXcanSAS', entry='/' + ek, n_curves=len(D), **{k: v for k, v in m.items()})
    if first:
        k, g = first; I = g['I']; iv = I[()].astype(float) if I.dtype.kind == 'f' and I.dtype.itemsize == 8 else I[()]
        qn = []; q, qu, qname = q_flat(g, I, qn); note += qn
        s = sigma_of(g, I); sv = s[()] if s is not None else None
        if sv is not None and sv.shape != I.shape: note.append('Idev shape %s' % (sv.shape,)); sv = sv if sv.size == I.size else None
        r.update(signal=I.name, points=total, q_unit=cell(qu) if qname else '-', i_unit=cell(unit(I)))
        for pre, a in (('q', q), ('i', iv.ravel()), ('di', sv.ravel() if sv is not None else None)):
            t = tri(a) if a is not None else ['-'] * 3
            r[pre + 'first'], r[pre + 'mid'], r[pre + 'last'] = t
        if I.ndim > 1: note.append('I shape %s' % (I.shape,))
        if I.dtype.itemsize == 4: note.append('float32')
        if len(D) > 1: note.append('curves: ' + ', '.join('%s:%d' % (a, b['I'].size if 'I' in b else 0) for a, b in D))
    else: note.append('no SASdata/I')
    r['note'] = '; '.join(note)
    row(**r)

# ------------------------------------------------------------------ deviations
def deviations(path, ek, e, f):
    def d(sd, i, t):
        x = (path, '/' + ek, sd, i, t)
        if x not in dev: dev.append(x)
    c, k = cls(e), attr(e, 'canSAS_class')
    if c is None: d('-', 'ClassMissing', 'NX_class absent on the entry (NXentry expected)')
    elif c != 'NXentry': d('-', 'ClassInvalid', 'NX_class=%s on the entry (NXentry expected)' % c)
    if 'NX_class' in e.attrs and isinstance(e.attrs['NX_class'], np.ndarray): d('-', 'AttributeArray', 'NX_class written as a 1-element array')
    if k is None:
        x = attr(e, 'SAS_class'); d('-', 'CanSasClassMissing', 'canSAS_class absent on the entry' + (' (SAS_class=%s instead)' % x if x else ''))
    v = attr(e, 'version')
    if v is None: d('-', 'VersionMissing', 'attribute version absent on the entry')
    elif v != '1.1': d('-', 'VersionOther', 'version=%s (1.1 expected)' % v)
    x, _, p = ds(e, 'definition')
    if p is None: d('-', 'DefinitionMissing', 'dataset definition absent')
    elif x != 'NXcanSAS': d('-', 'DefinitionOther', 'definition=%s' % x)
    for nm, i in (('title', 'Title'), ('run', 'Run')):
        x, _, p = ds(e, nm)
        if p is None and nm == 'run':
            alt = [q for q, o in kids(e) if q.startswith('run_') and isinstance(o, h5py.Dataset)]
            if alt: d('-', 'RunNumbered', 'run absent, %s instead' % ', '.join(alt)); continue
        if p is None: d('-', i + 'Missing', nm + ' absent')
        elif x == '': d('-', i + 'Blank', nm + ' present but blank')
    dflt = attr(e, 'default')
    if dflt is not None and dflt not in e: d('-', 'DanglingReference', '@default=%s on the entry names nothing' % dflt)
    D = sasdata(e)
    if not D: d('-', 'DataMissing', 'no SASdata group')
    for sk, g in D:
        c, k = cls(g), attr(g, 'canSAS_class')
        if c is None: d(sk, 'ClassMissing', 'NX_class absent (NXdata expected)')
        elif c != 'NXdata': d(sk, 'ClassInvalid', 'NX_class=%s (NXdata expected)' % c)
        if 'NX_class' in g.attrs and isinstance(g.attrs['NX_class'], np.ndarray): d(sk, 'AttributeArray', 'NX_class written as a 1-element array')
        if k is None:
            x = attr(g, 'SAS_class'); d(sk, 'CanSasClassMissing', 'canSAS_class absent' + (' (SAS_class=%s instead)' % x if x else ''))
        s = attr(g, 'signal')
        if s is None: d(sk, 'SignalMissing', '@signal absent' + (' on the group (I@signal=%s on the dataset)' % text(g['I'].attrs['signal']) if 'I' in g and 'signal' in g['I'].attrs else ''))
        elif s not in g: d(sk, 'DanglingReference', '@signal=%s names nothing' % s)
        elif s != 'I': d(sk, 'SignalOther', '@signal=%s' % s)
        if 'Shadowfactor' in g: d(sk, 'FieldName', 'Shadowfactor (ShadowFactor expected)')
        ax = attrl(g, 'I_axes')
        if ax is None:
            a2 = g.attrs.get('axes')
            d(sk, 'AxesMissing', '@I_axes absent' + (' (@axes=%s instead)' % (','.join(text(x) for x in a2) if isinstance(a2, np.ndarray) and a2.size > 1 else text(a2)) if a2 is not None else ''))
            ax2 = attrl(g, 'axes')
        else: ax2 = ax
        for a in (ax2 or []):
            if a != '.' and a not in g:
                if a == 'Q' and 'Qx' in g: d(sk, 'AxesAlias', '%s names Q but the data are Qx,Qy' % ('@I_axes' if ax is not None else '@axes'))
                else: d(sk, 'DanglingReference', '%s names %s which is absent' % ('@I_axes' if ax is not None else '@axes', a))
        if ax2 and 'I' in g and len(ax2) != g['I'].ndim: d(sk, 'RankMismatch', '%d axes named (%s) for I of rank %d' % (len(ax2), ','.join(map(str, ax2)), g['I'].ndim))
        qi = g.attrs.get('Q_indices')
        if qi is None:
            o = [a for a in g.attrs if a in ('Qx_indices', 'Qy_indices')]
            d(sk, 'IndicesMissing', '@Q_indices absent' + (' (%s instead)' % ','.join(o) if o else ''))
        elif isinstance(text(qi), str) or (isinstance(qi, np.ndarray) and qi.dtype.kind in 'OSU'): d(sk, 'IndicesText', '@Q_indices is the text "%s"' % (text(qi)))
        if qi is not None and 'I' in g:
            try:
                n = [int(x) for x in str(text(qi) if not (isinstance(qi, np.ndarray) and qi.size > 1) else ','.join(map(str, qi.ravel()))).split(',')]
                q = g['Q'] if 'Q' in g else g['Qx'] if 'Qx' in g else None
                if q is not None and (len(n) != q.ndim or any(x >= g['I'].ndim for x in n) or tuple(g['I'].shape[x] for x in n) != q.shape):
                    d(sk, 'IndicesWrong', '@Q_indices=%s does not map Q %s into I %s' % (n, q.shape, g['I'].shape))
            except ValueError: pass
        for a in ('I_uncertainty', 'I_uncertainties'):
            if a in g.attrs:
                v = attr(g, a); d(sk, 'UncertaintyAttribute', 'group attribute @%s=%s (not in the definition)' % (a, v))
                if v not in g: d(sk, 'DanglingReference', '@%s=%s names nothing' % (a, v))
        hasQ = 'Q' in g or ('Qx' in g and 'Qy' in g)
        if not hasQ: d(sk, 'QMissing', 'no Q (nor Qx,Qy)')
        elif 'Q' not in g: d(sk, 'QComponents', 'Qx,Qy%s instead of Q' % (',Qz' if 'Qz' in g else ''))
        if 'I' not in g: d(sk, 'IMissing', 'no I')
        names = [n for n, o in kids(g) if isinstance(o, h5py.Dataset)]
        I = g['I'] if 'I' in g else None
        q0 = g['Q'] if 'Q' in g else g['Qx'] if 'Qx' in g else None
        if I is not None and q0 is not None and q0.shape != I.shape:
            d(sk, 'RankMismatch' if q0.ndim != I.ndim else 'ShapeMismatch', '%s %s for I %s' % (q0.name.rsplit('/', 1)[1], q0.shape, I.shape))
        for n in names:
            o = g[n]
            if 'unit' in o.attrs and 'units' not in o.attrs: d(sk, 'UnitAttribute', '%s@unit=%s (units expected)' % (n, attr(o, 'unit')))
            u = unit(o)
            if n in ('Q', 'Qx', 'Qy', 'Qz', 'Qdev', 'dQ', 'dQw', 'dQl', 'Qmean'):
                if u is None: d(sk, 'UnitMissing', n + ' has no units')
                elif u not in Q_OK: d(sk, 'UnitSpelling' if u in ('1/A', '1/Angstrom', 'A^-1', '1/Å') else 'QUnit', '%s@units=%s' % (n, u))
            if n in ('I', 'Idev'):
                if u is None: d(sk, 'UnitMissing', n + ' has no units')
                elif u not in I_OK: d(sk, 'IntensityUnit', '%s@units=%s' % (n, u))
            for a in ('uncertainty', 'uncertainity', 'unertainties'):
                if a in o.attrs:
                    v = attr(o, a); d(sk, 'UncertaintyAttribute', '%s@%s=%s (uncertainties expected)' % (n, a, v))
                    if v not in g: d(sk, 'DanglingReference', '%s@%s=%s names nothing' % (n, a, v))
            for a in ('uncertainties', 'resolutions'):
                if a in o.attrs:
                    for v in attrl(o, a):
                        if v not in g: d(sk, 'DanglingReference', '%s@%s=%s names nothing' % (n, a, v))
            if I is not None and n == 'Idev' and o.shape != I.shape: d(sk, 'ShapeMismatch', 'Idev %s for I %s' % (o.shape, I.shape))
            if q0 is not None and n in ('Qdev', 'dQ', 'dQw', 'dQl', 'Qmean') and o.shape != q0.shape: d(sk, 'ShapeMismatch', '%s %s for Q %s' % (n, o.shape, q0.shape))
        if 'Idev' in g and I is not None:
            if unit(g['Idev']) != unit(I): d(sk, 'DevUnitMismatch', 'Idev %s, I %s' % (unit(g['Idev']), unit(I)))
            if not any(a in I.attrs for a in ('uncertainties', 'uncertainty', 'uncertainity')) and not any(a in g.attrs for a in ('I_uncertainty', 'I_uncertainties')):
                d(sk, 'UncertaintyUnreferenced', 'Idev present but not named by I@uncertainties')
        for n in ('Qdev', 'dQw', 'dQl'):
            if n in g and q0 is not None and unit(g[n]) != unit(q0): d(sk, 'DevUnitMismatch', '%s %s, Q %s' % (n, unit(g[n]), unit(q0)))
            if n in g and q0 is not None and n == 'Qdev' and 'resolutions' not in q0.attrs and 'uncertainties' not in q0.attrs: d(sk, 'ResolutionUnreferenced', 'Qdev present but not named by Q@resolutions')
        if I is not None and I.dtype.kind in 'fiu':
            b = int((~np.isfinite(I[()].astype(float))).sum())
            if b: d(sk, 'NotFinite', '%d non-finite intensities' % b)
        if q0 is not None:
            a = q0[()].astype(float); b = int((~np.isfinite(a)).sum())
            if b: d(sk, 'NotFinite', '%d non-finite %s' % (b, q0.name.rsplit('/', 1)[1]))
            if q0.ndim == 1 and not b and a.size > 1 and (np.diff(a) <= 0).any(): d(sk, 'QNotIncreasing', '%d of %d steps of Q are not positive' % (int((np.diff(a) <= 0).sum()), a.size - 1))
        sg = sigma_of(g, I) if I is not None else None
        if sg is not None and not np.any(sg[()]): d(sk, 'UncertaintyZero', 'all %d values of %s are 0' % (sg.size, sg.name.rsplit('/', 1)[1]))
        for n in ('Qdev', 'dQ'):
            if n in g and not np.any(g[n][()]): d(sk, 'ResolutionZero', 'all values of %s are 0' % n)
    # other groups
    want = {'SASinstrument': 'NXinstrument', 'SASsample': 'NXsample', 'SASprocess': 'NXprocess', 'SASsource': 'NXsource', 'SASdetector': 'NXdetector', 'SAScollimation': 'NXcollimator', 'SAStransmission_spectrum': 'NXdata'}
    inv = {v: k for k, v in want.items() if v != 'NXdata'}
    def visit(g, rel):
        for k, o in groups(g):
            r = rel + k
            if rel == '' and is_data(k, o): continue
            c, a = cls(o), attr(o, 'canSAS_class')
            if c in want: d(r, 'ClassInvalid', 'NX_class=%s (%s expected)' % (c, want[c]))
            if a in want and c is None: d(r, 'ClassMissing', 'NX_class absent (%s expected)' % want[a])
            if c is None and a is None: d(r, 'ClassMissing', 'group has neither NX_class nor canSAS_class')
            if c in inv and a is None: d(r, 'CanSasClassMissing', 'canSAS_class absent (%s expected)' % inv[c])
            kind = a or c
            if kind in ('SASsample', 'NXsample'):
                if 'name' not in o: d(r, 'SampleNameMissing', 'name absent' + (' (ID="%s" instead)' % text(o['ID'][()]) if 'ID' in o else ''))
                elif text(o['name'][()]) == '': d(r, 'SampleNameBlank', 'name blank')
            if kind in ('SASsource', 'NXsource') and 'radiation' in o:
                v = text(o['radiation'][()])
                if v not in RAD: d(r, 'RadiationOther', 'radiation=%s is not in the enumeration' % v)
            if a == 'aperture': d(r, 'ClassInvalid', 'canSAS_class=aperture (SASaperture expected)')
            if kind in ('SASsource', 'NXsource') and 'wavelength_spread' in o: d(r, 'FieldName', 'wavelength_spread (incident_wavelength_spread expected)')
            if kind in ('SASdetector', 'NXdetector'):
                if 'name' not in o: d(r, 'DetectorNameMissing', 'name absent')
                elif text(o['name'][()]) == '': d(r, 'DetectorNameBlank', 'name blank')
                if 'SDD' in o and h5py.check_string_dtype(o['SDD'].dtype): d(r, 'NumberAsText', 'SDD is the text "%s"' % text(o['SDD'][()]))
                if 'SDD' in o and 'units' not in o['SDD'].attrs: d(r, 'UnitAttribute' if 'unit' in o['SDD'].attrs else 'UnitMissing', 'SDD' + ('@unit=%s' % attr(o['SDD'], 'unit') if 'unit' in o['SDD'].attrs else ' has no units'))
            if kind == 'SAStransmission_spectrum':
                if 'T_axes' not in o.attrs: d(r, 'AxesMissing', '@T_axes absent' + (' (@axes=%s instead)' % attr(o, 'axes') if 'axes' in o.attrs else ' (@T_indices=%s instead)' % attr(o, 'T_indices') if 'T_indices' in o.attrs else ''))
                if 'lambda' not in o: d(r, 'LambdaMissing', 'lambda absent' + (' (Lambda instead)' if 'Lambda' in o else ''))
                L = o['lambda'] if 'lambda' in o else o['Lambda'] if 'Lambda' in o else None
                if L is not None and 'T' in o and L.shape != o['T'].shape: d(r, 'ShapeMismatch', 'lambda %s for T %s' % (L.shape, o['T'].shape))
                if L is not None and unit(L) is None: d(r, 'UnitMissing', '%s has no units' % L.name.rsplit('/', 1)[1])
                for n in ('T', 'Tdev', 'lambda'):
                    if n in o and 'unit' in o[n].attrs and 'units' not in o[n].attrs: d(r, 'UnitAttribute', '%s@unit=%s' % (n, attr(o[n], 'unit')))
                if 'T' in o and 'uncertainties' not in o['T'].attrs:
                    alt = [x for x in ('uncertainty', 'unertainties') if x in o['T'].attrs]
                    d(r, 'UncertaintyAttribute', 'T@uncertainties absent' + (' (@%s=%s instead)' % (alt[0], attr(o['T'], alt[0])) if alt else ''))
                if attr(o, 'name') in (None, ''): d(r, 'NameBlank' if 'name' in o.attrs else 'NameMissing', '@name %s' % ('blank' if 'name' in o.attrs else 'absent'))
            if r.count('/') < 3: visit(o, r + '/')
    visit(e, '')

# ------------------------------------------------------------------ generic NeXus
LAST = [None]
def find_signal(g, note):
    """signal of an NXdata: group @signal, else dataset @signal=1"""
    s = attr(g, 'signal')
    if isinstance(s, str):
        if s in g:
            note.append('signal by @signal on the group')
            try: o = g[s]
            except Exception: note.append('@signal=%s does not resolve' % s); return None
            LAST[0] = g.name.rstrip('/') + '/' + s; return o
        try: g.get(s, getlink=True); note.append('@signal=%s does not resolve' % s)
        except KeyError: note.append('@signal=%s is dangling' % s)
        return None
    for k, o in kids(g):
        if isinstance(o, h5py.Dataset) and 'signal' in o.attrs and str(text(o.attrs['signal'])) == '1':
            note.append('signal by @signal=1 on the dataset'); LAST[0] = g.name.rstrip('/') + '/' + k; return o
    return None
def axis_of(g, s):
    """1-D axis for a 1-D signal"""
    if s.ndim != 1: return None
    for o, k in ((g, 'axes'), (s, 'axes')):
        l = attrl(o, k)
        if l and isinstance(l[0], str) and l[0] in g and g[l[0]].size == s.size: return g[l[0]]
    for k, o in kids(g):
        if isinstance(o, h5py.Dataset) and o.ndim == 1 and o.size == s.size and str(text(o.attrs.get('axis'))) == '1': return o
    return None
def walkfind(g, names, klass=None, depth=3):
    for k, o in kids(g):
        if isinstance(o, h5py.Dataset) and k in names and (klass is None or cls(g) in klass): return o
    if depth:
        for k, o in groups(g):
            r = walkfind(o, names, klass, depth - 1)
            if r is not None: return r
    return None
def uv(o):
    """(value, unit) cells of a dataset; arrays -> first element"""
    if o is None: return '-', '-', None
    v = o[()]; n = np.size(v)
    if n == 0: return '-', cell(unit(o)), '%s empty' % o.name
    x = text(np.asarray(v).ravel()[0]) if n > 1 else text(v)
    return cell(x), cell(unit(o)), ('%s has %d values, first given' % (o.name, n) if n > 1 else None)
def meta_nexus(e, note, sample_names=('name',)):
    m = {}
    m['title'] = cell(ds(e, 'title')[0]); m['run'] = cell(ds(e, 'run_number', 'entry_identifier', 'scan_number')[0])
    p = ds(e, 'run_number', 'entry_identifier', 'scan_number')[2]
    if p and not p.endswith('run_number'): note.append('run from ' + p)
    m['start'] = cell(ds(e, 'start_time')[0]); m['end'] = cell(ds(e, 'end_time')[0])
    m['proposal'] = cell(ds(e, 'experiment_identifier')[0])
    s = bycls(e, 'NXsample')
    m['sample'] = cell(ds(s[0][1], *sample_names)[0]) if s else '-'
    if s:
        t = s[0][1]
        for k in ('temperature', 'sample_temperature'):
            if k in t and isinstance(t[k], h5py.Dataset):
                a, b, n = uv(t[k]); m['temperature'], m['temperature_unit'] = a, b
                if n: note.append(n)
                if k != 'temperature': note.append('temperature from ' + t[k].name)
                break
    i = bycls(e, 'NXinstrument')
    if i:
        I = i[0][1]
        m['instrument'] = cell(ds(I, 'name')[0])
        if m['instrument'] == '-' and attr(I, 'short_name'): note.append('instrument@short_name=' + attr(I, 'short_name'))
        w = None
        for names, kl in ((('wavelength', 'lambda'), ('NXmonochromator', 'NXcrystal')), (('incident_wavelength',), ('NXbeam', 'NXsource'))):
            w = walkfind(e, names, kl)
            if w is not None: break
        a, b, n = uv(w); m['wavelength'], m['wavelength_unit'] = a, b
        if w is not None: note.append('wavelength from ' + w.name)
        if n: note.append(n)
        dd = walkfind(I, ('detector_distance',), ('NXdetector',)) or walkfind(I, ('distance',), ('NXdetector',)) if True else None
        a, b, n = uv(dd); m['distance'], m['distance_unit'] = a, b
        if dd is not None: note.append('distance from ' + dd.name)
        if n: note.append(n)
        sr = bycls(I, 'NXsource')
        if sr:
            v, _, p = ds(sr[0][1], 'probe'); m['probe'] = cell(v)
            if p is None and ds(sr[0][1], 'type')[2]: note.append('source type=' + cell(ds(sr[0][1], 'type')[0]))
    return m
def sig_cells(s, g):
    r = dict(signal=s.name, points=int(np.prod(s.shape, dtype=object)), i_unit=cell(unit(s)), n_curves=1)
    if s.size <= 50_000_000 and s.dtype.kind in 'fiu':
        a = s[()].ravel(); r['ifirst'], r['imid'], r['ilast'] = tri(a)
    ax = axis_of(g, s) if g is not None else None
    if ax is not None: r['qfirst'], r['qmid'], r['qlast'] = tri(ax[()].ravel()); r['q_unit'] = cell(unit(ax))
    return r
def nx_order(e):
    nd = [(k, o) for k, o in groups(e) if cls(o) == 'NXdata']
    d = attr(e, 'default')
    if isinstance(d, str) and d in e and isinstance(e[d], h5py.Group): return [(d, e[d])] + [x for x in nd if x[0] != d], True
    return nd, False
def do_nexus(path, ek, e, fmt='Nexus', base=()):
    note = list(base); nd, bydef = nx_order(e); s = None; g = None
    for k, o in nd:
        t = []
        s = find_signal(o, t)
        if s is not None:
            g = o; note += t; spath = LAST[0]; break
        bad = [kk for kk, oo in kids(o) if oo is None]
        if bad: t.append('unresolved external link(s): ' + ', '.join('%s -> %s:%s' % (b, o.get(b, getlink=True).filename, o.get(b, getlink=True).path) for b in bad))
        note.append('NXdata %s: %s' % (k, '; '.join(t) or 'no signal'))
    if bydef: note.append('@default=%s' % attr(e, 'default'))
    r = dict(path=path, format=fmt, entry='/' + ek, n_curves=len(nd))
    m = meta_nexus(e, note, ('name', 'sample_name')); r.update(m)
    if s is not None:
        r.update(sig_cells(s, g)); r['n_curves'] = len(nd); r['signal'] = spath
        if s.is_virtual: note.append('VIRTUAL dataset over a missing external file: h5py returns the fill value 0 everywhere; %d values do not fit int32' % np.prod(s.shape, dtype=object))
        bad = [kk for kk, oo in kids(g) if oo is None]
        if bad: note.append('unresolved external link(s): ' + ', '.join('%s -> %s:%s' % (b, g.get(b, getlink=True).filename, g.get(b, getlink=True).path) for b in bad))
        ext = [kk for kk in g if isinstance(g.get(kk, getlink=True), h5py.ExternalLink) and kk not in bad]
        if ext: note.append('through external links: ' + ', '.join('%s -> %s:%s' % (b, g.get(b, getlink=True).filename, g.get(b, getlink=True).path) for b in ext))
        if s.dtype.kind in 'iu' and s.size < 50_000_000: note.append('sum %d' % int(s[()].sum(dtype=np.int64)))
        note.append('shape %s %s' % (s.shape, s.dtype))
        others = [k for k, o in nd if o.name != g.name]
        if others: note.append('other NXdata: ' + ', '.join('%s%s' % (k, e[k][find_signal(e[k], []).name].shape if find_signal(e[k], []) is not None else '(no signal)') for k in others))
    r['note'] = '; '.join(note); row(**r)

# ------------------------------------------------------------------ event statistics
def ev_stats(g, to_s):
    n = g['event_id'].size; z = g['event_time_zero'][()]; ix = g['event_index'][()]
    o = ['events=%d' % n, 'pulses=%d' % z.size, 'first_time_zero=%s' % repr(z[0].item()), 'last_time_zero=%s' % repr(z[-1].item()), 'time_zero_unit=%s' % attr(g['event_time_zero'], 'units'), 'offset=%s' % attr(g['event_time_zero'], 'offset')]
    t = (z - z[0]).astype(float) * to_s if z.dtype.kind == 'u' else z * to_s
    t = z.astype(np.int64) * to_s if z.dtype.kind == 'u' else z * to_s
    dt = np.diff(t); med = float(np.median(dt)) if dt.size else 0
    o.append('duration_s=%r' % round(float(t[-1] - t[0]), 9)); o.append('period_s=%.6g' % med)
    gi = np.where(dt > 1.5 * med)[0]; top = gi[np.argsort(-dt[gi])][:5]
    o.append('gaps>1.5period=%d' % gi.size)
    if gi.size: o.append('largest_gaps=' + ', '.join('%.6g s after pulse %d' % (dt[i], i) for i in top))
    o.append('nonmonotone_time_zero=%d' % int((dt < 0).sum() + (dt == 0).sum()))
    o.append('event_index first=%d last=%d monotone=%s' % (ix[0], ix[-1], bool((np.diff(ix.astype(np.int64)) >= 0).all())))
    per = np.diff(np.append(ix.astype(np.int64), n)); o.append('empty_pulses=%d' % int((per == 0).sum()))
    if 'total_counts' in g: o.append('total_counts=%s' % text(g['total_counts'][()]))
    off = g['event_time_offset'][()]; o.append('time_offset=%r..%r %s' % (off.min().item(), off.max().item(), attr(g['event_time_offset'], 'units')))
    ids = g['event_id'][()]; o.append('event_id=%d..%d' % (ids.min(), ids.max()))
    return n, o

def do_isis(path, ek, e, base):
    note = list(base); d = ds(e, 'definition')[0]
    det = [(k, o) for k, o in groups(e) if cls(o) == 'NXevent_data' and 'event_id' in o]
    r = dict(path=path, entry='/' + ek)
    r.update(meta_nexus(e, note))
    note[:] = [x for x in note if not x.startswith(('distance from', '/raw_data_1/instrument/detector'))]
    I = e['instrument']
    def scal(p):
        v, u, q = ds(e, p); return (cell(v), cell(u)) if q else ('-', '-')
    a, b = scal('instrument/detector_1/source_detector_distance')
    r['distance'], r['distance_unit'] = a, b
    note.append('definition=%s' % d)
    if a != '-': note.append('distance from instrument/detector_1/source_detector_distance (no units attr)')
    if 'instrument/detector_1/distance' in e:
        dd = e['instrument/detector_1/distance']; note.append('instrument/detector_1/distance[%d]=%r..%r %s' % (dd.size, dd[()].min().item(), dd[()].max().item(), cell(unit(dd))))
    a, b = scal('instrument/moderator/distance')
    if a != '-': note.append('moderator distance=%s %s' % (a, b))
    for p, t in (('duration', 'duration'), ('collection_time', 'collection_time'), ('good_frames', 'good_frames'), ('raw_frames', 'raw_frames'), ('proton_charge', 'proton_charge'), ('periods/total_counts', 'periods/total_counts'), ('sample/thickness', 'thickness'), ('sample/shape', 'shape'), ('sample/magnetic_field', 'magnetic_field'), ('user_1/name', 'user'), ('user_1/affiliation', 'affiliation')):
        a, b = scal(p)
        if a != '-': note.append('%s=%s%s' % (t, a, ' ' + b if b not in ('-', '""') else ''))
    if 'selog' in e and r.get('temperature', '-') == '-':
        tb = [k for k in e['selog'] if 'temp' in k.lower() or k.lower().startswith(('julabo', 'eurotherm'))]
        if tb: note.append('temperature only in selog: ' + ', '.join(tb))
        a, b = scal('selog/SampleTemp/value')
        if a != '-': note.append('selog/SampleTemp/value=%s %s' % (a, b))
    hist = None
    for p in ('detector_1', 'detector_1_events'):
        if p in e and isinstance(e[p], h5py.Group) and 'counts' in e[p]: hist = e[p]['counts']; break
    mon = [(k, int(o['data'][()].sum())) for k, o in groups(e) if cls(o) == 'NXmonitor' and 'data' in o]
    if det:
        r['format'] = 'MuonEvent' if (d or '').lower() in ('muontd', 'pulsedtd') else 'IsisEvent'
        g = det[0][1]; n, o = ev_stats(g, {'second': 1.0, 's': 1.0, 'ns': 1e-9}.get(attr(g['event_time_zero'], 'units'), 1.0))
        r.update(signal=g['event_id'].name, points=n, n_curves=1, i_unit='-'); note += o
        if hist is not None: note.append('histogram %s shape %s = %d values, sum %d' % (hist.name, hist.shape, hist.size, int(hist[()].sum(dtype=np.int64))))
    else:
        r['format'] = 'IsisMuonV2' if (d or '') in ('pulsedTD', 'muonTD') else 'IsisTofRaw'
        r.update(sig_cells(hist, hist.parent)); note.append('shape %s %s; sum %d' % (hist.shape, hist.dtype, int(hist[()].sum(dtype=np.int64))))
    if mon: note.append('monitor sums: ' + ', '.join('%s=%d' % x for x in mon))
    r['note'] = '; '.join(note); row(**r)

# ------------------------------------------------------------------ dispatch
def sigoffset(p):
    n = os.path.getsize(p)
    with open(p, 'rb') as h:
        o = 0
        while o + 8 <= n:
            h.seek(o)
            if h.read(8) == SIG: return o
            o = 512 if o == 0 else 2 * o
    return None
def do_file(path):
    full = os.path.join(ROOT, path); off = sigoffset(full)
    base = ['user block %d' % off] if off else []
    try: f = h5py.File(full, 'r')
    except Exception as ex:
        row(path=path, format='-', note='cannot be opened: %s' % ex); return
    with f:
        if 'autogenerated_examples' in path:
            e = f['entry']; g = e['data']; s = find_signal(g, []) if attr(g, 'signal') in g else None
            df = ds(e, 'definition')[0]
            row(path=path, format='-', entry='/entry', note='; '.join(['autogenerated template, definition=%s: every value is a placeholder (SAMPLE-CHAR-DATA, 1, 1.0), units are categories such as NX_LENGTH' % df, 'alt: a literal reader finds %s 1 point, value 1' % (s.name if s is not None else '/entry/TRANSMISSION_SPECTRUM/T (entry@default) or /entry/data/I although data@signal=SAMPLE-CHAR-DATA is dangling')]))
            return
        ents = groups(f)
        if not any('NX_class' in o.attrs or can(o) for _, o in ents) and not any(is_entry(k, o) for k, o in ents):
            if '/jhdf/' in path or path.startswith('PureHDF'): why = 'test file of the HDF5 format itself, no NeXus'
            else: why = 'plain HDF5, no NX_class anywhere; members: ' + ', '.join(f)
            if path.endswith('.mat'): why = 'MATLAB 7.3 file (HDF5 test), no NeXus'
            row(path=path, format='-', note='; '.join(base + [why])); return
        for k, e in ents:
            if is_entry(k, e) and (sasdata(e) or text(e['definition'][()] if 'definition' in e else None) == 'NXcanSAS'):
                extra = list(base)
                if cls(e) is None: extra.append('entry has no NX_class')
                do_cansas(path, k, e, extra); deviations(path, k, e, f)
            elif cls(e) == 'NXentry' and (k == 'raw_data_1' or ds(e, 'definition')[0] in ('TOFRAW', 'pulsedTD', 'muonTD')): do_isis(path, k, e, base)
            elif cls(e) == 'NXentry' and any(cls(o) == 'NXsource' and kk == 'SINQ' for _, i in bycls(e, 'NXinstrument') for kk, o in groups(i)):
                x = list(base); inst = [kk for kk, o in bycls(e, 'NXinstrument')][0]
                x.append('SINQ dialect (instrument group named %s; root @instrument=%s @owner=%s)' % (inst, attr(f, 'instrument'), attr(f, 'owner')))
                if inst != 'FOCUS': x.append('diffractometer: Nexus acceptable')
                do_nexus(path, k, e, 'SinqSans', x)
            elif cls(e) == 'NXentry':
                x = list(base)
                if can(e): x.append('entry@canSAS_class=%s but no SASdata' % can(e))
                nd, _ = nx_order(e)
                if not nd:
                    m = meta_nexus(e, x); sub = [kk for kk, o in groups(e) if cls(o) == 'NXsubentry']
                    row(path=path, format='-', entry='/' + k, **m, note='; '.join(x + ['NXentry without NXdata' + (' (NXsubentry: %s; NXreflections)' % ', '.join(sub) if sub else '; only instrument/detector/counts, no @signal')]))
                else: do_nexus(path, k, e, 'Nexus', x)

def read_all():
    """Rows of facts and deviations from the definition of NXcanSAS."""
    files = []
    for d, _, fs in os.walk(ROOT):
        for n in fs:
            p = os.path.join(d, n)
            if sigoffset(p) is not None: files.append(os.path.relpath(p, ROOT))
    for p in sorted(files): do_file(p)
    return rows, dev
