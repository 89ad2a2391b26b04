"""Whether what a key keeps of the registration is what its study was made from.

The commitments cover conditions and originals. The study file has a fingerprint of its own in the
study, and names that the lead gave for masking follow from it.
"""

import hashlib
import tomllib

from coder_tui.storage.database import Connection


def registration_fault(study: Connection, key: Connection) -> str:
    """Say what of the registration was changed in a key; nothing where it is whole."""
    (fingerprint,) = study.execute("select plan_fingerprint from study").fetchone()
    (plan,) = key.execute("select plan from registration").fetchone()
    if hashlib.sha256(plan.encode("utf-8", "surrogatepass")).hexdigest() != fingerprint:
        return "its copy of the study file"
    registered = {str(name) for name in tomllib.loads(plan).get("mask", ())}
    if registered != {name for (name,) in key.execute("select name from mask")}:
        return "its list of names to mask"
    return ""
