"""Whether a run may stand beside an earlier one: floors, drops, and the proof that the gate would see damage."""
