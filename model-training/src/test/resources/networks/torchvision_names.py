"""Lists the parameters that deeplab-resnet50 shares with torchvision, with names and shapes.

    python torchvision_names.py > torchvision-names.txt

Written for torchvision 0.28; "backbone" of deeplabv3_resnet50 is renamed "encoder", "classifier.0"
"aspp".
"""

from torchvision.models.segmentation import deeplabv3_resnet50

state = deeplabv3_resnet50(weights=None, weights_backbone=None).state_dict()
for name, tensor in state.items():
    if name.startswith(("backbone.", "classifier.0.")):
        ours = name.replace("backbone.", "encoder.", 1).replace("classifier.0.", "aspp.", 1)
        print(ours, "x".join(map(str, tensor.shape)) or "scalar")
