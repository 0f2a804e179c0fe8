# Glance import plugin of Glacis: no image becomes active through an import unless it brings a complete signature.
