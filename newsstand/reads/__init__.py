"""How often articles were read: counted without cookies and without addresses, robots apart."""
